package dev.rollcall.web;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Via;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Heartbeat;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.client.Register;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.web.ClientBodies.Registration;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is done with a client's token over HTTP: claim it, be heard of with it, ask whose it is. */
@RestController
@Tag(name = "Tokens")
final class TokenApi {

    private static final String BEARER = "bearer ";
    private static final String INVALID = "Bearer realm=\"Rollcall\", error=\"invalid_token\"";

    private final Courier courier;
    private final Answers answers;
    private final Arguments arguments;
    private final Json json;
    private final InstallationKey key;
    private final Clock clock;

    TokenApi(Courier courier, Answers answers, Arguments arguments, Json json, InstallationKey key, Clock clock) {
        this.courier = courier;
        this.answers = answers;
        this.arguments = arguments;
        this.json = json;
        this.key = key;
        this.clock = clock;
    }

    @PostMapping(path = "/api/v1/clients/register", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "Register", summary = "Claim a token, sent by the client itself")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ClientView.class)))
    ResponseEntity<JsonNode> register(Body<Registration> body, Call call) {
        PresentedToken token = body.fields().token();
        if (token == null) {
            List<FieldError> errors = new ArrayList<>(body.faults());
            if (errors.isEmpty()) {
                errors.add(new FieldError("/token", "required", "Send the token that an administrator copied."));
            }
            if (body.fields().hostName() == null || body.fields().hostName().isBlank()) {
                errors.add(new FieldError("/hostName", "required", "Say where the client runs."));
            }
            throw Courier.invalid(errors);
        }
        Call asClient = call.unconditional().as(actor(token), Via.CLIENT);
        Accepted accepted = courier.send(
                new Register(
                        token.client(), key.seal(token.clear()), body.fields().hostName()),
                asClient,
                body);
        Presence presence = heard(token, asClient) ? Presence.ONLINE : Presence.OFFLINE;
        return Answers.status(HttpStatus.OK, accepted).body(answers.client(Answers.only(accepted), presence));
    }

    @PostMapping("/api/v1/clients/heartbeat")
    @Operation(operationId = "Heartbeat", summary = "Tell that a client's machine is there")
    @ApiResponse(responseCode = "204", content = @Content)
    ResponseEntity<Void> heartbeat(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            Call call) {
        PresentedToken token = bearer(authorization).orElseThrow(TokenApi::invalidToken);
        Call asClient = call.as(actor(token), Via.CLIENT);
        if (introspected(token.clear(), asClient).filter(TokenApi::inUse).isEmpty()) {
            throw invalidToken();
        }
        courier.send(new Heartbeat(token.client(), clock.instant()), Object.class, asClient.provenance());
        return ResponseEntity.noContent().build();
    }

    /** At the root, where OAuth software looks for it, and under the base path like everything else. */
    @PostMapping(
            path = {"/oauth2/introspect", "/api/v1/oauth2/introspect"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "IntrospectToken", summary = "Whether a token is active, and whose it is (RFC 7662)")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ClientBodies.Introspection.class)))
    JsonNode introspect(HttpServletRequest request, Call call) throws IOException {
        ObjectNode answer = json.object();
        // asked also of what is no token at all: whether this caller may ask is not decided here
        Optional<ClientView> client = introspected(form(request), call);
        client.ifPresentOrElse(
                view -> answer.put("active", true)
                        .put("sub", view.client().toString())
                        .put("username", view.username())
                        .put("client_name", view.name())
                        .put("status", view.status().name()),
                () -> answer.put("active", false));
        return answer;
    }

    private Optional<ClientView> introspected(String token, Call call) {
        return courier.ask(
                new IntrospectToken(key.seal(token)), ResponseTypes.optionalInstanceOf(ClientView.class), call);
    }

    private boolean heard(PresentedToken token, Call call) {
        try {
            courier.send(new Heartbeat(token.client(), clock.instant()), Object.class, call.provenance());
            return true;
        } catch (RuntimeException unheard) {
            // it is registered all the same, and its next heartbeat says so
            return false;
        }
    }

    /** The token is the credential: it says which client acts. Whether that is so is decided where it is handled. */
    private static Actor actor(PresentedToken token) {
        String client = token.client().toString();
        return new Actor(Actor.Kind.CLIENT, client, client, List.of());
    }

    private static Optional<PresentedToken> bearer(@Nullable String authorization) {
        return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? PresentedToken.parse(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private static boolean inUse(ClientView client) {
        return client.status() == ClientStatus.REGISTERED && client.token().state() == TokenState.CLAIMED;
    }

    private static Declined invalidToken() {
        return new Declined(
                new Problem(401, "token_invalid", "Send the token of a registered client as Authorization: Bearer.")
                        .with(HttpHeaders.WWW_AUTHENTICATE, INVALID));
    }

    private String form(HttpServletRequest request) throws IOException {
        String contentType = request.getContentType();
        if (contentType == null
                || !contentType.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)) {
            throw new Declined(new Problem(415, "unsupported_media_type", "Send the token as a form.")
                    .with(HttpHeaders.ACCEPT, MediaType.APPLICATION_FORM_URLENCODED_VALUE));
        }
        List<String> tokens = new ArrayList<>();
        for (String pair : new String(arguments.read(request), StandardCharsets.UTF_8).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts[0].equals("token")) {
                tokens.add(parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        if (tokens.size() != 1 || tokens.get(0).isEmpty()) {
            throw new Declined(Problem.malformed("/token", "required", "Send token=… once, as a form."));
        }
        return tokens.get(0);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new Declined(
                    Problem.malformed("/token", "invalid_encoding", "The form is not percent-encoded properly."));
        }
    }
}
