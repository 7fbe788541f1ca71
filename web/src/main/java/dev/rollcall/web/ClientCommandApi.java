package dev.rollcall.web;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.EditClient;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.ReassignClient;
import dev.rollcall.api.client.RemoveClient;
import dev.rollcall.api.client.RenameClient;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.client.Reregister;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.api.user.UserId;
import dev.rollcall.web.ClientBodies.ClientPatch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What an administrator does to a client, over HTTP. */
@RestController
@RequestMapping(path = "/api/v1/clients/{clientId}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Clients")
final class ClientCommandApi {

    /** No identifier that the program makes is this one. */
    private static final UserId NOBODY = new UserId(new UUID(0, 0));

    private static final String USER = "/userId";
    private static final String NAME = "/name";

    private final Courier courier;
    private final Answers answers;

    ClientCommandApi(Courier courier, Answers answers) {
        this.courier = courier;
        this.answers = answers;
    }

    @PostMapping("/deregister")
    @Operation(operationId = "Deregister", summary = "Make a client inactive and revoke its token")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ClientView.class)))
    ResponseEntity<JsonNode> deregister(@PathVariable ClientId clientId, Body<Because> body, Call call) {
        return act(version -> new Deregister(clientId, version), body, call);
    }

    @PostMapping("/reregister")
    @Operation(operationId = "Reregister", summary = "Bring a deregistered client back, with a new token")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ClientView.class)))
    ResponseEntity<JsonNode> reregister(@PathVariable ClientId clientId, Body<Because> body, Call call) {
        return act(version -> new Reregister(clientId, version), body, call);
    }

    @PostMapping("/reprovision")
    @Operation(operationId = "Reprovision", summary = "Replace the token of a client, ready to register with it")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ClientView.class)))
    ResponseEntity<JsonNode> reprovision(@PathVariable ClientId clientId, Body<Because> body, Call call) {
        return act(version -> new Reprovision(clientId, version), body, call);
    }

    @PostMapping("/token/reveal")
    @Operation(operationId = "RevealToken", summary = "Show a token again that waits to be claimed")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ClientBodies.RevealedToken.class)))
    ResponseEntity<JsonNode> reveal(@PathVariable ClientId clientId, Body<Because> body, Call call) {
        body.refuseFaults();
        Accepted accepted = courier.send(
                new RevealToken(clientId),
                call.unconditional().because(body.fields().reason()),
                body);
        return Answers.status(HttpStatus.OK, accepted).body(answers.token(Answers.only(accepted)));
    }

    @PatchMapping
    @Operation(operationId = "EditClient", summary = "Rename a client, give it to another user, or both")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ClientView.class)))
    ResponseEntity<JsonNode> edit(@PathVariable ClientId clientId, Body<ClientPatch> sent, Call call) {
        Body<ClientPatch> body = sent.cleared().contains(USER)
                ? sent.with(List.of(new FieldError(
                        USER, "required", "A client belongs to a user; leave it away to keep the one it has.")))
                : sent;
        String name = body.cleared().contains(NAME) ? "" : body.fields().name();
        if (!body.sound()) {
            throw refusal(new EditClient(clientId, call.ifMatch().first(), name, NOBODY), call, body.faults());
        }
        Accepted accepted = courier.send(
                version -> change(clientId, version, name, body.fields().userId()), call, body.canonical());
        ClientView view = Answers.only(accepted);
        return Answers.status(HttpStatus.OK, accepted).body(answers.client(view, presence(clientId, call)));
    }

    @DeleteMapping
    @Operation(operationId = "RemoveClient", summary = "Remove a client and revoke its token")
    @ApiResponse(responseCode = "204", content = @Content)
    ResponseEntity<Void> remove(@PathVariable ClientId clientId, Call call) {
        return Answers.nothing(courier.send(version -> new RemoveClient(clientId, version), call, ""));
    }

    private ResponseEntity<JsonNode> act(Function<@Nullable Long, Object> command, Body<Because> body, Call call) {
        body.refuseFaults();
        Accepted accepted = courier.send(command, call.because(body.fields().reason()), body.canonical());
        return Answers.status(HttpStatus.OK, accepted).body(answers.client(Answers.only(accepted)));
    }

    private static Object change(
            ClientId client, @Nullable Long version, @Nullable String name, @Nullable UserId user) {
        if (name != null && user == null) {
            return new RenameClient(client, version, name);
        } else if (name == null && user != null) {
            return new ReassignClient(client, version, user);
        }
        return new EditClient(client, version, name, user);
    }

    /**
     * What else is wrong with a patch whose user cannot be read: given to nobody, it cannot be accepted, but the name and
     * whoever sends it are judged.
     */
    private RuntimeException refusal(EditClient toNobody, Call call, List<FieldError> faults) {
        try {
            courier.send(toNobody, Accepted.class, call.provenance());
            return new IllegalStateException("a client was given to nobody");
        } catch (Rejected refused) {
            Rejection rejection = refused.refusal().rejection();
            if (rejection != Rejection.INVALID_VALUES
                    && rejection != Rejection.USER_NOT_FOUND
                    && rejection.kind() != Rejection.Kind.CONFLICT) {
                return refused;
            }
            List<FieldError> errors = new ArrayList<>();
            refused.refusal().errors().stream()
                    .filter(error -> error.pointer().equals(NAME) && rejection == Rejection.INVALID_VALUES)
                    .forEach(errors::add);
            errors.addAll(faults);
            return Courier.invalid(errors);
        }
    }

    /** Only the views know; without them the change has happened all the same. */
    private Presence presence(ClientId client, Call call) {
        try {
            return courier.ask(new FindClient(client, null), ResponseTypes.optionalInstanceOf(ClientView.class), call)
                    .map(ClientView::presence)
                    .orElse(Presence.OFFLINE);
        } catch (RuntimeException unknown) {
            return Presence.OFFLINE;
        }
    }
}
