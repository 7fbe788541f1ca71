package dev.rollcall.web;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.EraseUser;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.RemovePasskeys;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserView;
import dev.rollcall.web.UserBodies.NewUser;
import dev.rollcall.web.UserBodies.Secondary;
import dev.rollcall.web.UserBodies.UserPatch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Users over HTTP: create, find, edit, unlock, remove. */
@RestController
@RequestMapping(path = "/api/v1/users", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Users")
final class UserApi {

    /** The fields that can be changed, and never emptied. */
    private static final Set<String> REQUIRED =
            Set.of("/username", "/configuration", "/email", "/firstName", "/lastName", "/primaryRole");

    private final Courier courier;
    private final Answers answers;
    private final Identifiers identifiers;

    UserApi(Courier courier, Answers answers, Identifiers identifiers) {
        this.courier = courier;
        this.answers = answers;
        this.identifiers = identifiers;
    }

    @GetMapping
    @Operation(operationId = "FindUsers", summary = "Find users, a page at a time")
    UserPage find(
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable PrimaryRole primaryRole,
            @RequestParam(required = false) @Nullable SignInConfiguration configuration,
            @RequestParam(required = false) @Nullable Boolean locked,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "false") boolean count,
            Call call) {
        Limits.page(limit, Limits.PAGE);
        return courier.ask(
                new FindUsers(search, primaryRole, configuration, locked, sort, limit, cursor, count),
                ResponseTypes.instanceOf(UserPage.class),
                call);
    }

    @PostMapping
    @Operation(operationId = "CreateUser", summary = "Create a user")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = UserView.class)))
    ResponseEntity<JsonNode> create(Body<NewUser> body, Call call) {
        UserId user = new UserId(identifiers.next());
        Accepted accepted = courier.send(
                create(user, body), call.unconditional().because(body.fields().reason()), body);
        UserView view = Answers.user(accepted);
        return Answers.status(HttpStatus.CREATED, accepted)
                .location(URI.create("/api/v1/users/" + view.user()))
                .body(answers.userTree(accepted));
    }

    @GetMapping("/{userId}")
    @Operation(operationId = "FindUser", summary = "One user, as it is or as it was")
    ResponseEntity<UserView> find(
            @PathVariable UserId userId, @RequestParam(required = false) @Nullable Instant asOf, Call call) {
        UserView view = courier.ask(new FindUser(userId, asOf), ResponseTypes.optionalInstanceOf(UserView.class), call)
                .orElseThrow(() -> new Rejected(Rejection.USER_NOT_FOUND));
        return ResponseEntity.ok().eTag(IfMatch.etag(view.version())).body(view);
    }

    @PatchMapping("/{userId}")
    @Operation(operationId = "EditUser", summary = "Change some fields of a user")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = UserView.class)))
    ResponseEntity<JsonNode> edit(@PathVariable UserId userId, Body<UserPatch> body, Call call) {
        List<FieldError> flaws = flaws(body.faults(), body.cleared());
        Accepted accepted = courier.send(
                version -> edit(userId, version, body.fields(), body.cleared(), flaws),
                call.conditional(),
                body.canonical());
        return Answers.status(HttpStatus.OK, accepted).body(answers.userTree(accepted));
    }

    @PostMapping("/{userId}/unlock")
    @Operation(operationId = "UnlockUser", summary = "Let a locked user sign in again")
    @ApiResponse(responseCode = "204", content = @Content)
    ResponseEntity<Void> unlock(@PathVariable UserId userId, Body<Because> body, Call call) {
        body.refuseFaults();
        return Answers.nothing(courier.send(
                new UnlockUser(userId),
                call.unconditional().because(body.fields().reason()),
                body));
    }

    @DeleteMapping("/{userId}/passkeys")
    @Operation(operationId = "RemovePasskeys", summary = "Take all passkeys from a user who lost the device")
    @ApiResponse(responseCode = "204", content = @Content)
    ResponseEntity<Void> removePasskeys(@PathVariable UserId userId, Call call) {
        return Answers.nothing(courier.send(version -> new RemovePasskeys(userId), call.unconditional(), ""));
    }

    @PostMapping("/{userId}/erase")
    @Operation(operationId = "EraseUser", summary = "Make the personal data of a user unreadable for good")
    @ApiResponse(responseCode = "204", content = @Content)
    ResponseEntity<Void> erase(@PathVariable UserId userId, Body<Because> body, Call call) {
        body.refuseFaults();
        return Answers.nothing(courier.send(
                new EraseUser(userId),
                call.unconditional().because(body.fields().reason()),
                body));
    }

    @DeleteMapping("/{userId}")
    @Operation(operationId = "RemoveUser", summary = "Remove a user and the user's clients")
    @ApiResponse(responseCode = "204", content = @Content)
    ResponseEntity<Void> remove(@PathVariable UserId userId, Call call) {
        return Answers.nothing(courier.send(version -> new RemoveUser(userId, version), call, ""));
    }

    private static CreateUser create(UserId user, Body<NewUser> body) {
        NewUser fields = body.fields();
        return new CreateUser(
                user,
                fields.username(),
                fields.configuration(),
                fields.email(),
                fields.firstName(),
                fields.lastName(),
                fields.password(),
                fields.confirmPassword(),
                fields.primaryRole(),
                fields.secondaryRole() == Secondary.ADMIN ? SecondaryRole.ADMIN : null,
                body.faults());
    }

    /** What is wrong with a patch before anybody has looked at the user: unreadable values, and required ones emptied. */
    static List<FieldError> flaws(List<FieldError> faults, Set<String> cleared) {
        List<FieldError> flaws = new ArrayList<>(faults);
        cleared.stream()
                .filter(REQUIRED::contains)
                .sorted()
                .map(pointer -> new FieldError(
                        pointer, "required", "This cannot be emptied. Leave it away to keep it as it is."))
                .forEach(flaws::add);
        return flaws;
    }

    static EditUser edit(
            UserId user, @Nullable Long version, UserPatch patch, Set<String> cleared, List<FieldError> flaws) {
        SecondaryRole none = cleared.contains("/secondaryRole") ? SecondaryRole.NONE : null;
        return new EditUser(
                user,
                version,
                patch.username(),
                patch.configuration(),
                patch.email(),
                patch.firstName(),
                patch.lastName(),
                patch.password(),
                patch.confirmPassword(),
                patch.primaryRole(),
                patch.secondaryRole() == Secondary.ADMIN ? SecondaryRole.ADMIN : none,
                flaws);
    }
}
