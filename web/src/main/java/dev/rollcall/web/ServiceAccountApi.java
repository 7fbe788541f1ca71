package dev.rollcall.web;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.service.CreateServiceAccount;
import dev.rollcall.api.service.DisableServiceAccount;
import dev.rollcall.api.service.EditServiceAccount;
import dev.rollcall.api.service.EnableServiceAccount;
import dev.rollcall.api.service.FindServiceAccount;
import dev.rollcall.api.service.FindServiceAccounts;
import dev.rollcall.api.service.RotateServiceAccountSecret;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceAccountPage;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.web.ServiceBodies.NewServiceAccount;
import dev.rollcall.web.ServiceBodies.ServiceAccountPatch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Service accounts over HTTP: create, find, edit, rotate the secret, disable, enable. */
@RestController
@RequestMapping(path = "/api/v1/service-accounts", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Service accounts")
final class ServiceAccountApi {

    private final Courier courier;
    private final Answers answers;
    private final Identifiers identifiers;

    ServiceAccountApi(Courier courier, Answers answers, Identifiers identifiers) {
        this.courier = courier;
        this.answers = answers;
        this.identifiers = identifiers;
    }

    @GetMapping
    @Operation(operationId = "FindServiceAccounts", summary = "Find service accounts, a page at a time")
    ServiceAccountPage find(
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "false") boolean count,
            Call call) {
        Limits.page(limit, Limits.PAGE);
        return courier.ask(
                new FindServiceAccounts(search, sort, limit, cursor, count),
                ResponseTypes.instanceOf(ServiceAccountPage.class),
                call);
    }

    @PostMapping
    @Operation(operationId = "CreateServiceAccount", summary = "Create a service account")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = ServiceAccountView.class)))
    ResponseEntity<JsonNode> create(Body<NewServiceAccount> body, Call call) {
        NewServiceAccount fields = body.fields();
        Accepted accepted = courier.send(
                new CreateServiceAccount(
                        new ServiceAccountId(identifiers.next()),
                        fields.name(),
                        fields.scopes(),
                        fields.externalSubject(),
                        body.faults()),
                call.unconditional().because(fields.reason()),
                body);
        return secret(HttpStatus.CREATED, accepted)
                .location(URI.create(
                        "/api/v1/service-accounts/" + Answers.service(accepted).account()))
                .body(answers.serviceTree(accepted));
    }

    @GetMapping("/{serviceAccountId}")
    @Operation(operationId = "FindServiceAccount", summary = "One service account")
    ResponseEntity<ServiceAccountView> find(@PathVariable ServiceAccountId serviceAccountId, Call call) {
        ServiceAccountView view = courier.ask(
                        new FindServiceAccount(serviceAccountId),
                        ResponseTypes.optionalInstanceOf(ServiceAccountView.class),
                        call)
                .orElseThrow(() -> new Rejected(Rejection.SERVICE_ACCOUNT_NOT_FOUND));
        return ResponseEntity.ok().eTag(IfMatch.etag(view.version())).body(view);
    }

    @PatchMapping("/{serviceAccountId}")
    @Operation(operationId = "EditServiceAccount", summary = "Change some fields of a service account")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ServiceAccountView.class)))
    ResponseEntity<JsonNode> edit(
            @PathVariable ServiceAccountId serviceAccountId, Body<ServiceAccountPatch> body, Call call) {
        ServiceAccountPatch patch = body.fields();
        List<FieldError> flaws = new ArrayList<>(body.faults());
        List.of("/name", "/scopes").stream()
                .filter(body.cleared()::contains)
                .map(pointer -> new FieldError(
                        pointer, "required", "This cannot be emptied. Leave it away to keep it as it is."))
                .forEach(flaws::add);
        String subject = body.cleared().contains("/externalSubject") ? "" : patch.externalSubject();
        Accepted accepted = courier.send(
                version ->
                        new EditServiceAccount(serviceAccountId, version, patch.name(), patch.scopes(), subject, flaws),
                call.conditional(),
                body.canonical());
        return Answers.status(HttpStatus.OK, accepted).body(answers.serviceTree(accepted));
    }

    @PostMapping("/{serviceAccountId}/rotate")
    @Operation(operationId = "RotateServiceAccountSecret", summary = "Replace the secret of a service account")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ServiceAccountView.class)))
    ResponseEntity<JsonNode> rotate(@PathVariable ServiceAccountId serviceAccountId, Body<Because> body, Call call) {
        return act(new RotateServiceAccountSecret(serviceAccountId), body, call);
    }

    @PostMapping("/{serviceAccountId}/disable")
    @Operation(operationId = "DisableServiceAccount", summary = "Let a service account do nothing any more")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ServiceAccountView.class)))
    ResponseEntity<JsonNode> disable(@PathVariable ServiceAccountId serviceAccountId, Body<Because> body, Call call) {
        return act(new DisableServiceAccount(serviceAccountId), body, call);
    }

    @PostMapping("/{serviceAccountId}/enable")
    @Operation(operationId = "EnableServiceAccount", summary = "Let a disabled service account act again")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ServiceAccountView.class)))
    ResponseEntity<JsonNode> enable(@PathVariable ServiceAccountId serviceAccountId, Body<Because> body, Call call) {
        return act(new EnableServiceAccount(serviceAccountId), body, call);
    }

    private ResponseEntity<JsonNode> act(Object command, Body<Because> body, Call call) {
        body.refuseFaults();
        Accepted accepted =
                courier.send(command, call.unconditional().because(body.fields().reason()), body);
        return secret(HttpStatus.OK, accepted).body(answers.serviceTree(accepted));
    }

    /** Spring's own filters say so as well; a secret is not left to them. */
    private static ResponseEntity.BodyBuilder secret(HttpStatus status, Accepted accepted) {
        return Answers.status(status, accepted).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
