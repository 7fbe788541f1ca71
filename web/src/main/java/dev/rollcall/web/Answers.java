package dev.rollcall.web;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.api.user.UserView;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ResponseEntity.BodyBuilder;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the answer of a command out of what was accepted: never by reading a view again. */
final class Answers {

    private final Json json;
    private final InstallationKey key;

    Answers(Json json, InstallationKey key) {
        this.json = json;
        this.key = key;
    }

    static BodyBuilder status(HttpStatus status, Accepted accepted) {
        BodyBuilder answer = ResponseEntity.status(status).eTag(IfMatch.etag(accepted.version()));
        return accepted.position() == null
                ? answer
                : answer.header(Arguments.POSITION, accepted.position().toString());
    }

    static ResponseEntity<Void> nothing(Accepted accepted) {
        return status(HttpStatus.NO_CONTENT, accepted).build();
    }

    static UserView user(Accepted accepted) {
        return Objects.requireNonNull(accepted.user(), "the answer of a user's command holds the user");
    }

    ObjectNode userTree(Accepted accepted) {
        return (ObjectNode) json.tree(user(accepted));
    }

    /** The user's fields, and beside them the clients that were acted on. */
    ObjectNode userWithClients(Accepted accepted) {
        ObjectNode user = userTree(accepted);
        ArrayNode clients = user.putArray("clients");
        accepted.clients().forEach(client -> clients.add(client(client)));
        return user;
    }

    static ClientView only(Accepted accepted) {
        List<ClientView> clients = accepted.clients();
        if (clients.size() != 1) {
            throw new IllegalStateException("the answer of a client's command holds the client");
        }
        return clients.get(0);
    }

    /** The client, with its token in clear where this command issued it. */
    ObjectNode client(ClientView view) {
        ObjectNode client = (ObjectNode) json.tree(view);
        if (view.token().value() != null) {
            ((ObjectNode) client.get("token"))
                    .put("value", key.open(view.token().value()));
        }
        return client;
    }

    ObjectNode client(ClientView view, Presence presence) {
        return client(view).put("presence", presence.name());
    }

    /** The token in clear. A request that is repeated once the token was claimed is not shown it again. */
    ObjectNode token(ClientView view) {
        Sealed value = view.token().value();
        if (value == null) {
            throw new Rejected(Rejection.TOKEN_NOT_REVEALABLE);
        }
        return json.object().put("token", key.open(value));
    }

    static ServiceAccountView service(Accepted accepted) {
        return Objects.requireNonNull(
                accepted.service(), "the answer of a service account's command holds the service account");
    }

    /** The service account, with its secret in clear where this command issued it. */
    ObjectNode serviceTree(Accepted accepted) {
        ServiceAccountView view = service(accepted);
        ObjectNode service = (ObjectNode) json.tree(view);
        if (view.secret() != null) {
            service.put("secret", key.open(view.secret()));
        }
        return service;
    }
}
