package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.EraseUser;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UpdateUser;
import dev.rollcall.api.user.UserPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UserApiTest extends WebTest {

    private static final String PATH = "/users/" + USER;

    @Test
    void a_page_of_users_is_asked_for_as_it_was_described() {
        stage.on(FindUsers.class, query -> new UserPage(List.of(user(4)), "next", 12L));

        Http.Reply reply = admin(
                        "GET",
                        "/users?search=l%C3%B6v&primaryRole=QUALITY_LEAD&configuration=LDAP&locked=true"
                                + "&sort=lastName,-createdAt&limit=7&cursor=abc&count=true")
                .header("Rollcall-Position", "1.2.3")
                .send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.json().get("items").get(0).get("username").asString()).isEqualTo("ada");
        assertThat(reply.json().get("nextCursor").asString()).isEqualTo("next");
        assertThat(reply.json().get("total").asInt()).isEqualTo(12);
        assertThat(stage.arrived(FindUsers.class))
                .isEqualTo(new FindUsers(
                        "löv",
                        PrimaryRole.QUALITY_LEAD,
                        SignInConfiguration.LDAP,
                        true,
                        "lastName,-createdAt",
                        7,
                        "abc",
                        true));
        assertThat(stage.metaData(FindUsers.class).get(Provenance.POSITION)).isEqualTo("1.2.3");
    }

    @Test
    void the_last_page_says_so_and_nothing_is_counted_unasked() {
        stage.on(FindUsers.class, query -> new UserPage(List.of(), null, null));

        Http.Reply reply = admin("GET", "/users").send();

        assertThat(reply.json().get("nextCursor").isNull()).isTrue();
        assertThat(reply.json().has("total")).isFalse();
        assertThat(stage.arrived(FindUsers.class))
                .isEqualTo(new FindUsers(null, null, null, null, null, 50, null, false));
    }

    @Test
    void what_the_other_side_finds_wrong_in_a_question_is_a_bad_request() {
        stage.fail(
                FindUsers.class,
                new dev.rollcall.api.Rejected(new Refusal(
                        Rejection.INVALID_VALUES,
                        List.of(new FieldError("/sort", "unknown_field", "No such field.")),
                        null,
                        null,
                        null)));

        Http.Reply reply = admin("GET", "/users?sort=shoeSize").send();

        assertProblem(reply, 400, "invalid_values");
        assertThat(reply.errors()).containsExactly("/sort unknown_field");
    }

    @Test
    void one_user_comes_with_its_version_and_not_again_while_it_is_the_same() {
        stage.on(FindUser.class, query -> Optional.of(user(7)));

        Http.Reply reply = admin("GET", PATH).send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("ETag")).isEqualTo("\"7\"");
        assertThat(reply.json().propertyNames())
                .containsExactly(
                        "userId",
                        "username",
                        "configuration",
                        "email",
                        "firstName",
                        "lastName",
                        "primaryRole",
                        "secondaryRole",
                        "administrator",
                        "locked",
                        "clientCount",
                        "version",
                        "createdAt",
                        "updatedAt",
                        "updatedBy");
        Http.Reply again = admin("GET", PATH).header("If-None-Match", "\"7\"").send();
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(admin("GET", PATH).header("If-None-Match", "\"6\"").send().status())
                .isEqualTo(200);
        Http.Reply head = admin("HEAD", PATH).send();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("ETag")).isEqualTo("\"7\"");
        assertThat(head.text()).isEmpty();
        assertThat(admin("OPTIONS", PATH).send().header("Allow"))
                .contains("GET")
                .contains("PATCH");
    }

    @Test
    void a_user_can_be_seen_as_it_was() {
        stage.on(FindUser.class, query -> Optional.of(user(2)));

        admin("GET", PATH + "?asOf=2026-01-31T09:30:00Z").send();

        assertThat(stage.arrived(FindUser.class)).isEqualTo(new FindUser(USER, Instant.parse("2026-01-31T09:30:00Z")));
    }

    @Test
    void a_user_that_is_not_there_is_not_found() {
        stage.on(FindUser.class, query -> Optional.empty());

        assertProblem(admin("GET", PATH).send(), 404, "user_not_found");
    }

    @Test
    void an_edit_says_what_it_changes_and_on_which_version_it_is_based() {
        stage.on(EditUser.class, command -> changed(8));

        Http.Reply reply = admin("PATCH", PATH)
                .header("If-Match", "\"7\"")
                .header("Rollcall-Reason", "married, heißt jetzt so")
                .patch("{\"lastName\": \"King\", \"password\": \"\", \"secondaryRole\": null}")
                .send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.header("ETag")).isEqualTo("\"8\"");
        assertThat(reply.header("Rollcall-Position")).isEqualTo("1.7345.12");
        EditUser command = stage.arrived(EditUser.class);
        assertThat(command.user()).isEqualTo(USER);
        assertThat(command.expectedVersion()).isEqualTo(7);
        assertThat(command.lastName()).isEqualTo("King");
        assertThat(command.email()).isNull();
        assertThat(key.open(command.password())).isEmpty();
        assertThat(command.secondaryRole()).isEqualTo(SecondaryRole.NONE);
        assertThat(command.flaws()).isEmpty();
    }

    @Test
    void a_reason_in_a_header_is_read_as_utf_8() {
        stage.on(RemoveUser.class, command -> at(Accepted.removed(9)));

        String latin1 = new String(
                "gelöscht".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(RawHttp.send(port, "DELETE /api/v1" + PATH + " HTTP/1.1", "Rollcall-Reason: " + latin1))
                .startsWith("HTTP/1.1 204");

        assertThat(stage.metaData(RemoveUser.class).get(Provenance.REASON)).isEqualTo("gelöscht");
    }

    @Test
    void immutable_fields_reach_the_domain_to_be_refused_there() {
        stage.on(EditUser.class, command -> changed(8));

        admin("PATCH", PATH)
                .header("If-Match", "*")
                .json("{\"username\": \"eve\", \"configuration\": \"LDAP\"}")
                .send();

        assertThat(stage.arrived(EditUser.class).username()).isEqualTo("eve");
        assertThat(stage.arrived(EditUser.class).configuration()).isEqualTo(SignInConfiguration.LDAP);
        assertThat(stage.arrived(EditUser.class).expectedVersion()).isNull();
    }

    @Test
    void a_required_field_cannot_be_emptied_and_an_unknown_value_does_not_pass_as_unchanged() {
        stage.on(EditUser.class, command -> {
            Rejected.whenInvalid(command.flaws());
            return changed(8);
        });

        Http.Reply reply = admin("PATCH", PATH)
                .header("If-Match", "\"7\"")
                .patch("{\"email\": null, \"secondaryRole\": \"KING\", \"password\": null}")
                .send();

        assertProblem(reply, 422, "invalid_values");
        assertThat(reply.errors()).containsExactly("/secondaryRole unknown_value", "/email required");
    }

    @Test
    void an_edit_that_is_based_on_nothing_is_refused_to_an_administrator() {
        Http.Reply reply =
                admin("PATCH", PATH).patch("{\"lastName\": \"King\"}").send();

        assertProblem(reply, 428, "precondition_required");
        assertThat(stage.arrived()).isEmpty();
        assertProblem(admin("POST", PATH + "/update").json("{}").send(), 428, "precondition_required");
    }

    @Test
    void anybody_elses_goes_where_it_is_refused_and_recorded_but_never_accepted() {
        stage.refuse(EditUser.class, Rejection.FORBIDDEN);

        assertProblem(
                call("PATCH", PATH).as("lead").patch("{\"lastName\": \"King\"}").send(), 403, "forbidden");

        assertThat(stage.arrived(EditUser.class).expectedVersion()).isEqualTo(-1);
    }

    @Test
    void an_edit_of_what_has_changed_meanwhile_is_told_by_whom_and_to_what() {
        stage.fail(EditUser.class, Rejected.stale(9, "grace"));

        Http.Reply reply = admin("PATCH", PATH)
                .header("If-Match", "\"7\"")
                .patch("{\"lastName\": \"King\"}")
                .send();

        assertProblem(reply, 412, "version_mismatch");
        assertThat(reply.json().get("currentVersion").asInt()).isEqualTo(9);
        assertThat(reply.json().get("changedBy").asString()).isEqualTo("grace");
        assertThat(reply.header("ETag")).isEqualTo("\"9\"");
    }

    @Test
    void any_of_several_versions_will_do() {
        stage.on(EditUser.class, command -> {
            if (command.expectedVersion() != 9) {
                throw Rejected.stale(9, "grace");
            }
            return changed(10);
        });

        assertThat(admin("PATCH", PATH)
                        .header("If-Match", "\"7\", \"9\"")
                        .patch("{\"lastName\": \"King\"}")
                        .send()
                        .status())
                .isEqualTo(200);
        assertProblem(
                admin("PATCH", PATH)
                        .header("If-Match", "\"7\", \"8\"")
                        .patch("{\"lastName\": \"King\"}")
                        .send(),
                412,
                "version_mismatch");
    }

    @Test
    void details_and_clients_are_updated_in_one_decision() {
        stage.on(
                UpdateUser.class,
                command -> at(Accepted.user(
                        user(8),
                        List.of(client(ClientStatus.PROVISIONED, TokenState.ISSUED, key.seal("the-new-token"))))));

        Http.Reply reply = admin("POST", PATH + "/update")
                .header("If-Match", "\"7\"")
                .json("""
                        {"details": {"lastName": "King"}, "reason": "move",
                         "clients": [{"clientId": "%s", "action": "REPROVISION", "reason": "new machine"}]}""".formatted(CLIENT))
                .send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.header("ETag")).isEqualTo("\"8\"");
        assertThat(reply.json().get("userId").asString()).isEqualTo(USER.toString());
        JsonNode client = reply.json().get("clients").get(0);
        assertThat(client.at("/token/value").asString()).isEqualTo("the-new-token");
        UpdateUser command = stage.arrived(UpdateUser.class);
        assertThat(command.expectedVersion()).isEqualTo(7);
        assertThat(command.details().lastName()).isEqualTo("King");
        assertThat(command.details().expectedVersion()).isNull();
        assertThat(command.clients())
                .containsExactly(new UpdateUser.ClientStep(CLIENT, ClientAction.REPROVISION, "new machine"));
        assertThat(stage.metaData(UpdateUser.class).get(Provenance.REASON)).isEqualTo("move");
    }

    @Test
    void everything_wrong_in_an_update_is_reported_where_it_stands_in_the_body() {
        stage.on(UpdateUser.class, command -> {
            List<FieldError> errors = new ArrayList<>();
            command.details()
                    .flaws()
                    .forEach(flaw ->
                            errors.add(new FieldError("/details" + flaw.pointer(), flaw.code(), flaw.detail())));
            errors.add(new FieldError("/details/email", "invalid_email", "An address has an @."));
            for (int i = 0; i < command.clients().size(); i++) {
                errors.add(new FieldError("/clients/" + i + "/clientId", "client_not_found", "No such client."));
            }
            Rejected.whenInvalid(errors);
            return changed(8);
        });

        Http.Reply reply = admin("POST", PATH + "/update")
                .header("If-Match", "\"7\"")
                .json("""
                        {"details": {"primaryRole": "BOSS", "email": "nowhere", "firstName": null},
                         "clients": [{"clientId": "4711", "action": "REPROVISION"}, {"clientId": "%s"},
                                     {"clientId": "%s", "action": "DEREGISTER"}]}""".formatted(CLIENT, CLIENT))
                .send();

        assertProblem(reply, 422, "invalid_values");
        assertThat(reply.errors())
                .containsExactlyInAnyOrder(
                        "/details/primaryRole unknown_value",
                        "/details/firstName required",
                        "/details/email invalid_email",
                        "/clients/0/clientId invalid_id",
                        "/clients/1/action required",
                        "/clients/2/clientId client_not_found");
    }

    @Test
    void a_refused_step_is_named() {
        stage.fail(UpdateUser.class, new Rejected(Refusal.of(Rejection.CLIENT_DEREGISTERED, "/clients/0/action")));

        Http.Reply reply = admin("POST", PATH + "/update")
                .header("If-Match", "\"7\"")
                .json("{\"clients\": [{\"clientId\": \"%s\", \"action\": \"REPROVISION\"}]}".formatted(CLIENT))
                .send();

        assertProblem(reply, 409, "client_deregistered");
        assertThat(reply.errors()).containsExactly("/clients/0/action client_deregistered");
        assertThat(stage.arrived(UpdateUser.class).details()).isNull();
    }

    @Test
    void an_unknown_field_of_a_step_is_named_where_it_stands() {
        Http.Reply reply = admin("POST", PATH + "/update")
                .header("If-Match", "\"7\"")
                .json("{\"details\": {\"userId\": \"x\"}, \"clients\": [{\"id\": 1}, 7]}")
                .send();

        assertProblem(reply, 400, "malformed_request");
        assertThat(reply.errors())
                .containsExactly(
                        "/details/userId unknown_field", "/clients/0/id unknown_field", "/clients/1 wrong_type");
        assertThat(stage.arrived()).isEmpty();
    }

    @Test
    void a_user_is_erased_with_a_reason_and_without_a_version() {
        stage.on(EraseUser.class, command -> changed(5));

        Http.Reply reply = admin("POST", PATH + "/erase")
                .json("{\"reason\": \"asked for it\"}")
                .send();

        assertThat(reply.status()).isEqualTo(204);
        assertThat(stage.metaData(EraseUser.class).get(Provenance.REASON)).isEqualTo("asked for it");
        assertProblem(admin("POST", PATH + "/erase").header("If-Match", "\"4\"").send(), 400, "not_supported");
    }

    @Test
    void a_locked_user_is_unlocked_with_or_without_a_reason() {
        stage.on(UnlockUser.class, command -> changed(5));

        Http.Reply reply = admin("POST", PATH + "/unlock").send();
        assertThat(reply.status()).as(reply.toString()).isEqualTo(204);
        assertThat(reply.header("ETag")).isEqualTo("\"5\"");
        assertThat(stage.metaData(UnlockUser.class)).doesNotContainKey(Provenance.REASON);

        admin("POST", PATH + "/unlock")
                .json("{\"reason\": \"called, it was her\"}")
                .send();
        assertThat(stage.metaData(UnlockUser.class).get(Provenance.REASON)).isEqualTo("called, it was her");
    }

    @Test
    void a_condition_on_what_has_no_version_is_not_passed_over() {
        assertProblem(
                admin("POST", PATH + "/unlock").header("If-Match", "\"4\"").send(), 400, "not_supported");
        assertThat(stage.arrived()).isEmpty();
    }

    @Test
    void a_user_is_removed_as_it_is_or_only_as_it_was_seen() {
        stage.on(RemoveUser.class, command -> at(Accepted.removed(9)));

        Http.Reply reply =
                admin("DELETE", PATH).header("Rollcall-Reason", "left us").send();
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("Rollcall-Position")).isEqualTo("1.7345.12");
        assertThat(stage.arrived(RemoveUser.class)).isEqualTo(new RemoveUser(USER, null));
        assertThat(stage.metaData(RemoveUser.class).get(Provenance.REASON)).isEqualTo("left us");

        admin("DELETE", PATH).header("If-Match", "\"8\"").send();
        assertThat(stage.arrived(RemoveUser.class)).isEqualTo(new RemoveUser(USER, 8L));
    }
}
