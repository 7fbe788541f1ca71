package dev.rollcall.web;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.CheckProjection;
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.FindRebuild;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RebuildView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The views over HTTP: how they are doing, and building one anew. */
@RestController
@RequestMapping(path = "/api/v1/projections", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Projections")
final class ProjectionApi {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final Courier courier;
    private final RebuildViewers viewers;

    ProjectionApi(Courier courier, RebuildViewers viewers) {
        this.courier = courier;
        this.viewers = viewers;
    }

    @GetMapping
    @Operation(operationId = "FindProjections", summary = "How every view is doing")
    List<ProjectionView> find(Call call) {
        return courier.ask(new FindProjections(), ResponseTypes.multipleInstancesOf(ProjectionView.class), call);
    }

    @PostMapping("/{name}/rebuild")
    @Operation(operationId = "RebuildProjection", summary = "Build a view anew from the facts")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = RebuildView.class)))
    ResponseEntity<RebuildView> rebuild(@PathVariable String name, Body<Because> body, Call call) {
        return started(name, new RebuildProjection(known(name)), body, call);
    }

    @PostMapping("/{name}/check")
    @Operation(operationId = "CheckProjection", summary = "Compare a view with one built anew from the facts")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = RebuildView.class)))
    ResponseEntity<RebuildView> check(@PathVariable String name, Body<Because> body, Call call) {
        return started(name, new CheckProjection(known(name)), body, call);
    }

    private ResponseEntity<RebuildView> started(String name, Object command, Body<Because> body, Call call) {
        body.refuseFaults();
        RebuildView view = courier.send(
                command,
                RebuildView.class,
                call.unconditional().because(body.fields().reason()),
                body.canonical());
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/projections/" + name + "/rebuild"))
                .body(view);
    }

    /** One method for both forms: whoever does not care which it is gets JSON. */
    @GetMapping(
            path = "/{name}/rebuild",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE})
    @Operation(operationId = "FindRebuild", summary = "How far a rebuild has come")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = RebuildView.class)),
                @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string"))
            })
    Object rebuild(
            @PathVariable String name,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable
                    String accept,
            Call call)
            throws IOException {
        RebuildView view = courier.ask(
                        new FindRebuild(known(name)), ResponseTypes.optionalInstanceOf(RebuildView.class), call)
                .orElseThrow(() -> new Declined(
                        new Problem(404, "rebuild_not_found", "This projection has not been rebuilt yet.")));
        boolean follows = Accepts.best(accept, MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM)
                .equals(MediaType.TEXT_EVENT_STREAM);
        return follows ? viewers.follow(view) : view;
    }

    @DeleteMapping("/{name}/rebuild")
    @Operation(operationId = "CancelRebuild", summary = "Give a running rebuild up")
    @ApiResponse(responseCode = "204", content = @Content)
    ResponseEntity<Void> cancel(@PathVariable String name, Call call) {
        courier.send(new CancelRebuild(known(name)), RebuildView.class, call.unconditional(), "");
        return ResponseEntity.noContent().build();
    }

    private static String known(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new Rejected(Rejection.PROJECTION_NOT_FOUND);
        }
        return name;
    }
}
