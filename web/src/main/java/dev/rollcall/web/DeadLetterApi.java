package dev.rollcall.web;

import dev.rollcall.api.audit.DeadLetterPage;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.FindDeadLetters;
import dev.rollcall.api.audit.RetryDeadLetter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The facts that a view could not take in, over HTTP: what failed, why, and what to do about it. */
@RestController
@RequestMapping(path = "/api/v1/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Projections")
final class DeadLetterApi {

    /** @param applied whether it and everything that waited behind it is in the view now */
    @Schema(name = "Retried")
    record Retried(boolean applied) {}

    private final Courier courier;

    DeadLetterApi(Courier courier) {
        this.courier = courier;
    }

    @GetMapping
    @Operation(operationId = "FindDeadLetters", summary = "The facts that a view could not take in")
    DeadLetterPage find(
            @RequestParam(required = false) @Nullable String projection,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit,
            Call call) {
        Limits.page(limit, Limits.PAGE);
        return courier.ask(
                new FindDeadLetters(projection, limit, cursor), ResponseTypes.instanceOf(DeadLetterPage.class), call);
    }

    @PostMapping("/{id}/retry")
    @Operation(operationId = "RetryDeadLetter", summary = "Try to apply a fact again, and what waits behind it")
    Retried retry(
            @PathVariable @Parameter(schema = @Schema(type = "string", format = "uuid")) String id,
            Body<Because> body,
            Call call) {
        body.refuseFaults();
        return new Retried(courier.send(
                new RetryDeadLetter(Identifiers.parse(id)),
                Boolean.class,
                call.unconditional().because(body.fields().reason()),
                body.canonical()));
    }

    @DeleteMapping("/{id}")
    @Operation(operationId = "DiscardDeadLetter", summary = "Give up applying a fact to a view")
    @ApiResponse(responseCode = "204", content = @Content)
    ResponseEntity<Void> discard(
            @PathVariable @Parameter(schema = @Schema(type = "string", format = "uuid")) String id, Call call) {
        courier.send(new DiscardDeadLetter(Identifiers.parse(id)), Object.class, call.unconditional(), "");
        return ResponseEntity.noContent().build();
    }
}
