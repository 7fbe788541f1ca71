package dev.rollcall.web;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.user.UserId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.stream.Stream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened, over HTTP: the facts about everybody, or about one user or client. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Audit")
final class AuditApi {

    private final Courier courier;

    AuditApi(Courier courier) {
        this.courier = courier;
    }

    @GetMapping("/audit")
    @Operation(operationId = "FindFacts", summary = "The facts that match, oldest first, a page at a time")
    FactPage find(
            @RequestParam(required = false) @Nullable UserId user,
            @RequestParam(required = false) @Nullable ClientId client,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit,
            Call call) {
        Limits.page(limit, Limits.FACTS);
        if (user != null && client != null) {
            throw new Declined(Problem.malformed(
                    "/client", "conflicting_parameters", "Ask for the facts about a user or about a client."));
        }
        Subject.Kind kind = user != null ? Subject.Kind.USER : client != null ? Subject.Kind.CLIENT : null;
        String subject = user != null ? user.toString() : client != null ? client.toString() : null;
        try {
            return ask(new FindFacts(kind, subject, actor, type, from, to, false, limit, after), call);
        } catch (Declined declined) {
            throw declined.renamed("/cursor", "/after");
        }
    }

    @GetMapping("/audit/refused")
    @Operation(operationId = "FindRefusedAttempts", summary = "What was tried and refused, newest first")
    RefusedAttemptPage refused(
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit,
            Call call) {
        Limits.page(limit, Limits.PAGE);
        FindRefusedAttempts query = new FindRefusedAttempts(actor, type, from, to, after, limit);
        return RefusedAttemptPage.of(
                Stream.of(FindRefusedAttempts.OF_WHAT_DECIDES, FindRefusedAttempts.OF_WHAT_REMEMBERS)
                        .map(name -> courier.ask(name, query, ResponseTypes.instanceOf(RefusedAttemptPage.class), call))
                        .flatMap(page -> page.items().stream()),
                limit);
    }

    @GetMapping("/users/{userId}/history")
    @Operation(operationId = "FindFacts-ofUser", summary = "The facts about one user, newest first")
    FactPage ofUser(
            @PathVariable UserId userId,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit,
            Call call) {
        return history(
                new FindFacts(Subject.Kind.USER, userId.toString(), actor, type, from, to, true, limit, cursor),
                Rejection.USER_NOT_FOUND,
                call);
    }

    @GetMapping("/clients/{clientId}/history")
    @Operation(operationId = "FindFacts-ofClient", summary = "The facts about one client, newest first")
    FactPage ofClient(
            @PathVariable ClientId clientId,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit,
            Call call) {
        return history(
                new FindFacts(Subject.Kind.CLIENT, clientId.toString(), actor, type, from, to, true, limit, cursor),
                Rejection.CLIENT_NOT_FOUND,
                call);
    }

    /** What has no history at all never was. */
    private FactPage history(FindFacts query, Rejection notFound, Call call) {
        Limits.page(query.limit(), Limits.FACTS);
        FactPage page = ask(query, call);
        boolean whole = Stream.of(query.actor(), query.type(), query.from(), query.to(), query.cursor())
                .allMatch(filter -> filter == null);
        if (whole && page.items().isEmpty()) {
            throw new Rejected(notFound);
        }
        return page;
    }

    private FactPage ask(FindFacts query, Call call) {
        return courier.ask(query, ResponseTypes.instanceOf(FactPage.class), call);
    }
}
