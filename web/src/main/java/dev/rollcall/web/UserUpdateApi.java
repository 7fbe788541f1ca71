package dev.rollcall.web;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.UpdateUser;
import dev.rollcall.api.user.UpdateUser.ClientStep;
import dev.rollcall.api.user.UserId;
import dev.rollcall.web.UserBodies.Step;
import dev.rollcall.web.UserBodies.UserPatch;
import dev.rollcall.web.UserBodies.UserUpdate;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** A user's details and what is to be done to the user's clients, in one request: all of it or nothing. */
@RestController
@RequestMapping(path = "/api/v1/users", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Users")
final class UserUpdateApi {

    private static final String DETAILS = "/details";
    private static final Pattern STEP = Pattern.compile("/clients/(\\d{1,6})(/.*)?");

    private final Courier courier;
    private final Answers answers;

    UserUpdateApi(Courier courier, Answers answers) {
        this.courier = courier;
        this.answers = answers;
    }

    @PostMapping("/{userId}/update")
    @Operation(operationId = "UpdateUser", summary = "Change a user and act on clients of it, all or nothing")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = UserBodies.UpdatedUser.class)))
    ResponseEntity<JsonNode> update(@PathVariable UserId userId, Body<UserUpdate> sent, Call call) {
        Body<UserUpdate> body = sent.with(missing(sent));
        List<Integer> places = new ArrayList<>();
        List<ClientStep> steps = steps(body.fields(), places);
        try {
            Accepted accepted = courier.send(
                    version -> new UpdateUser(userId, version, details(userId, body), steps),
                    call.conditional().because(body.fields().reason()),
                    body.canonical());
            return Answers.status(HttpStatus.OK, accepted).body(answers.userWithClients(accepted));
        } catch (Rejected refused) {
            throw placed(refused, body.faults(), places);
        }
    }

    /** The patch of the user; it carries what is wrong anywhere in the body, so that all of it is refused at once. */
    private static @Nullable EditUser details(UserId user, Body<UserUpdate> body) {
        UserPatch patch = body.fields().details();
        Set<String> cleared = body.cleared().stream()
                .filter(pointer -> pointer.startsWith(DETAILS + "/"))
                .map(UserUpdateApi::inDetails)
                .collect(Collectors.toSet());
        List<FieldError> faults = body.faults().stream()
                .map(fault -> new FieldError(inDetails(fault.pointer()), fault.code(), fault.detail()))
                .toList();
        return patch == null && faults.isEmpty()
                ? null
                : UserApi.edit(
                        user,
                        null,
                        Objects.requireNonNullElse(patch, UserPatch.NOTHING),
                        cleared,
                        UserApi.flaws(faults, cleared));
    }

    private static String inDetails(String pointer) {
        return pointer.startsWith(DETAILS + "/") ? pointer.substring(DETAILS.length()) : pointer;
    }

    /** The steps that can be carried out, and where in the body each of them stands. */
    private static List<ClientStep> steps(UserUpdate update, List<Integer> places) {
        List<ClientStep> steps = new ArrayList<>();
        List<Step> given = Objects.requireNonNullElse(update.clients(), List.of());
        for (int i = 0; i < given.size(); i++) {
            Step step = given.get(i);
            if (step.clientId() != null && step.action() != null) {
                String reason = step.reason() == null ? null : step.reason().text();
                steps.add(new ClientStep(step.clientId(), step.action(), reason));
                places.add(i);
            }
        }
        return steps;
    }

    private static List<FieldError> missing(Body<UserUpdate> body) {
        Set<String> known = new HashSet<>();
        body.faults().forEach(fault -> known.add(fault.pointer()));
        List<FieldError> missing = new ArrayList<>();
        List<Step> given = Objects.requireNonNullElse(body.fields().clients(), List.of());
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i).clientId() == null && !known.contains("/clients/" + i + "/clientId")) {
                missing.add(new FieldError("/clients/" + i + "/clientId", "required", "Say which client."));
            }
            if (given.get(i).action() == null && !known.contains("/clients/" + i + "/action")) {
                missing.add(new FieldError("/clients/" + i + "/action", "required", "Say what to do to the client."));
            }
        }
        return missing;
    }

    private static Rejected placed(Rejected refused, List<FieldError> faults, List<Integer> places) {
        Refusal refusal = refused.refusal();
        Set<String> known = new HashSet<>();
        List<FieldError> errors = new ArrayList<>();
        if (refusal.rejection() == Rejection.INVALID_VALUES) {
            errors.addAll(faults);
            faults.forEach(fault -> known.add(fault.pointer()));
        }
        refusal.errors().stream()
                .map(error -> new FieldError(place(error.pointer(), places), error.code(), error.detail()))
                .filter(error -> known.add(error.pointer()))
                .forEach(errors::add);
        return new Rejected(new Refusal(
                refusal.rejection(), errors, refusal.currentVersion(), refusal.changedBy(), refusal.retryAfter()));
    }

    /** From where the domain sees a field to where it is in the body. */
    private static String place(String pointer, List<Integer> places) {
        if (pointer.startsWith(DETAILS + "/clients/") || pointer.equals(DETAILS + "/reason")) {
            // what the details carried for the rest of the body
            return pointer.substring(DETAILS.length());
        }
        Matcher step = STEP.matcher(pointer);
        if (step.matches()) {
            int index = Integer.parseInt(step.group(1));
            int there = index < places.size() ? places.get(index) : index;
            return "/clients/" + there + Objects.requireNonNullElse(step.group(2), "");
        }
        return pointer.isEmpty() || pointer.startsWith(DETAILS) ? pointer : DETAILS + pointer;
    }
}
