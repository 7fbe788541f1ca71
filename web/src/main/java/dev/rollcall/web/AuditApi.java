package dev.rollcall.web;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.ChainView;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.audit.VerifyAudit;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.user.UserId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Stream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What happened, over HTTP: the facts about everybody, or about one user or client. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Audit")
final class AuditApi {

    private static final int USUAL_PAGE = 50;

    private final Courier courier;
    private final FactExport export;
    private final FactFollowers followers;

    AuditApi(Courier courier, FactExport export, FactFollowers followers) {
        this.courier = courier;
        this.export = export;
        this.followers = followers;
    }

    /** One method for all three forms: whoever does not care which it is gets JSON. */
    @GetMapping(
            path = "/audit",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_NDJSON_VALUE, "text/csv"})
    @Operation(
            operationId = "FindFacts",
            summary = "The facts that match, oldest first, a page at a time or all of them")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = FactPage.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                        schema = @Schema(implementation = FactView.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
            })
    @Nullable
    FactPage find(
            @RequestParam(required = false) @Nullable UserId user,
            @RequestParam(required = false) @Nullable ClientId client,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable Integer limit,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable
                    String accept,
            Call call,
            HttpServletResponse response)
            throws IOException {
        MediaType form = Accepts.best(accept, MediaType.APPLICATION_JSON, FactExport.NDJSON, FactExport.CSV);
        boolean page = form.equals(MediaType.APPLICATION_JSON);
        int most = limit == null ? (page ? USUAL_PAGE : Limits.FACTS) : limit;
        Limits.page(most, Limits.FACTS);
        try {
            FindFacts query = matching(user, client, actor, type, from, to, most, after);
            if (page) {
                return ask(query, call);
            }
            export.write(query, limit == null ? Long.MAX_VALUE : limit, form, call, response);
            return null;
        } catch (Declined declined) {
            throw declined.renamed("/cursor", "/after");
        }
    }

    @GetMapping(path = "/audit/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(operationId = "FindFacts-asTheyHappen", summary = "The facts that match, as they happen")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string")))
    SseEmitter stream(
            @RequestParam(required = false) @Nullable UserId user,
            @RequestParam(required = false) @Nullable ClientId client,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            Call call)
            throws IOException {
        boolean resumes = lastEventId != null && !lastEventId.isBlank();
        try {
            return followers.follow(
                    matching(user, client, actor, type, null, null, 1, resumes ? lastEventId : after), call);
        } catch (Declined declined) {
            throw declined.renamed("/cursor", resumes ? "/Last-Event-ID" : "/after");
        }
    }

    private static FindFacts matching(
            @Nullable UserId user,
            @Nullable ClientId client,
            @Nullable String actor,
            @Nullable String type,
            @Nullable Instant from,
            @Nullable Instant to,
            int limit,
            @Nullable String after) {
        if (user != null && client != null) {
            throw new Declined(Problem.malformed(
                    "/client", "conflicting_parameters", "Ask for the facts about a user or about a client."));
        }
        Subject.Kind kind = user != null ? Subject.Kind.USER : client != null ? Subject.Kind.CLIENT : null;
        String subject = user != null ? user.toString() : client != null ? client.toString() : null;
        return new FindFacts(kind, subject, actor, type, from, to, false, limit, after);
    }

    @GetMapping("/audit/verify")
    @Operation(operationId = "VerifyAudit", summary = "Whether the history is as it was recorded")
    ChainView verify(Call call) {
        return courier.ask(new VerifyAudit(true), ResponseTypes.optionalInstanceOf(ChainView.class), call)
                .orElseThrow(() -> new Unreachable("no check was begun", new IllegalStateException("no answer")));
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
