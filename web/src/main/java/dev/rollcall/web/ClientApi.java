package dev.rollcall.web;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import dev.rollcall.web.ClientBodies.NewClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Clients over HTTP: find them, and provision them to users. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Clients")
final class ClientApi {

    private final Courier courier;
    private final Answers answers;
    private final Identifiers identifiers;

    ClientApi(Courier courier, Answers answers, Identifiers identifiers) {
        this.courier = courier;
        this.answers = answers;
        this.identifiers = identifiers;
    }

    @GetMapping("/clients")
    @Operation(operationId = "FindClients", summary = "Find clients, a page at a time")
    ClientPage find(
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable ClientStatus status,
            @RequestParam(required = false) @Nullable ClientType type,
            @RequestParam(required = false) @Nullable UserId userId,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "false") boolean count,
            Call call) {
        Limits.page(limit, Limits.PAGE);
        return courier.ask(
                new FindClients(search, status, type, userId, sort, limit, cursor, count),
                ResponseTypes.instanceOf(ClientPage.class),
                call);
    }

    @GetMapping("/clients/{clientId}")
    @Operation(operationId = "FindClient", summary = "One client, as it is or as it was")
    ResponseEntity<ClientView> find(
            @PathVariable ClientId clientId, @RequestParam(required = false) @Nullable Instant asOf, Call call) {
        ClientView view = courier.ask(
                        new FindClient(clientId, asOf), ResponseTypes.optionalInstanceOf(ClientView.class), call)
                .orElseThrow(() -> new Rejected(Rejection.CLIENT_NOT_FOUND));
        return ResponseEntity.ok().eTag(IfMatch.etag(view.version())).body(view);
    }

    @GetMapping("/users/{userId}/clients")
    @Operation(operationId = "FindClients-ofUser", summary = "All clients of a user")
    List<ClientView> ofUser(@PathVariable UserId userId, Call call) {
        if (courier.ask(new FindUser(userId, null), ResponseTypes.optionalInstanceOf(UserView.class), call)
                .isEmpty()) {
            throw new Rejected(Rejection.USER_NOT_FOUND);
        }
        List<ClientView> clients = new ArrayList<>();
        String cursor = null;
        do {
            ClientPage page = courier.ask(
                    new FindClients(null, null, null, userId, null, Limits.PAGE, cursor, false),
                    ResponseTypes.instanceOf(ClientPage.class),
                    call);
            clients.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        return clients;
    }

    @PostMapping("/users/{userId}/clients")
    @Operation(operationId = "Provision", summary = "Provision a client to a user, with its first token")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = ClientView.class)))
    ResponseEntity<JsonNode> provision(@PathVariable UserId userId, Body<NewClient> body, Call call) {
        NewClient fields = body.fields();
        ClientId client = new ClientId(identifiers.next());
        Accepted accepted = courier.send(
                new Provision(client, userId, fields.name(), fields.type(), fields.tokenExpiresIn(), body.faults()),
                call.unconditional().because(fields.reason()),
                body);
        ClientView view = Answers.only(accepted);
        return Answers.status(HttpStatus.CREATED, accepted)
                .location(URI.create("/api/v1/clients/" + view.client()))
                .body(answers.client(view));
    }
}
