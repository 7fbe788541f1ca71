package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static dev.rollcall.app.SharedRollcall.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.app.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Requests that meet trouble: each kind has one answer, and that one says what to do. */
abstract class TroubleStory {

    private final RunningRollcall rollcall;
    private final Http admin;

    TroubleStory(RunningRollcall rollcall) {
        this.rollcall = rollcall;
        this.admin = rollcall.admin();
    }

    @Test
    void what_cannot_be_read_is_a_bad_request() throws Exception {
        problem(admin.post("/api/v1/users", "{\"username\": "), 400);
        Answer unknown = problem(admin.post("/api/v1/users", "{\"username\": \"x\", \"shoeSize\": 43}"), 400);
        assertThat(unknown.text()).contains("shoeSize");
    }

    @Test
    void all_invalid_values_are_named_at_once() throws Exception {
        Answer invalid = problem(admin.post("/api/v1/users", """
                        {"username": "with space", "configuration": "DEFAULT", "email": "no address", "firstName": "",
                         "lastName": "<script>", "password": "short", "confirmPassword": "other",
                         "primaryRole": "QUALITY_LEAD", "secondaryRole": "ADMIN"}"""), 422);
        List<String> pointers = new ArrayList<>();
        for (JsonNode error : invalid.json().at("/errors")) {
            pointers.add(error.at("/pointer").asString(""));
            assertThat(error.at("/code").asString("")).isNotBlank();
        }
        assertThat(pointers)
                .contains(
                        "/username",
                        "/email",
                        "/firstName",
                        "/lastName",
                        "/password",
                        "/confirmPassword",
                        "/secondaryRole");
        assertThat(invalid.text()).contains("admin_requires_quality_manager").doesNotContain("with space");
    }

    @Test
    void whoever_did_not_sign_in_is_asked_to() throws Exception {
        problem(rollcall.http().get("/api/v1/users"), 401);
        problem(rollcall.http().as("admin", "Wrong-password-1").get("/api/v1/users"), 401);
        problem(rollcall.http().as(name("nobody"), "Wrong-password-1").get("/api/v1/users"), 401);
    }

    @Test
    void whoever_is_no_administrator_may_see_only_what_is_their_own() throws Exception {
        String username = name("plain");
        Answer created = Cast.engineer(admin, username);
        String user = created.at("/userId");
        Cast.client(admin, user, name("own"));
        Http plain = rollcall.http().as(username, Cast.PASSWORD);

        assertThat(problem(plain.post("/api/v1/users", Cast.user(name("by-plain"), "QUALITY_LEAD", null)), 403)
                        .at("/code"))
                .isEqualTo("forbidden");
        problem(plain.get("/api/v1/users"), 403);
        problem(plain.get("/api/v1/audit"), 403);
        problem(plain.post("/api/v1/projections/users/rebuild", "{}"), 403);
        expect(
                200,
                plain.with("Rollcall-Position", created.header("Rollcall-Position"))
                        .get("/api/v1/users/" + user));
    }

    @Test
    void a_demoted_administrator_is_refused_at_once() throws Exception {
        String username = name("demoted");
        Answer created = Cast.administrator(admin, username);
        Http demoted = rollcall.http().as(username, Cast.PASSWORD);
        expect(
                200,
                demoted.with("Rollcall-Position", created.header("Rollcall-Position"))
                        .get("/api/v1/users?limit=1"));

        expect(
                200,
                admin.with("If-Match", created.header("ETag"))
                        .patch("/api/v1/users/" + created.at("/userId"), "{\"primaryRole\": \"QUALITY_LEAD\"}"));

        problem(demoted.post("/api/v1/users", Cast.user(name("late"), "QUALITY_LEAD", null)), 403);
    }

    @Test
    void what_is_not_there_is_not_found() throws Exception {
        String nowhere = UUID.randomUUID().toString();
        problem(admin.get("/api/v1/users/" + nowhere), 404);
        problem(admin.get("/api/v1/clients/" + nowhere), 404);
        assertThat(problem(admin.post("/api/v1/clients/" + nowhere + "/deregister", "{}"), 404)
                        .at("/code"))
                .isEqualTo("client_not_found");
        assertThat(problem(
                                admin.post(
                                        "/api/v1/users/" + nowhere + "/clients",
                                        "{\"name\": \"%s\", \"type\": \"CI_CD\"}".formatted(name("lost"))),
                                404)
                        .at("/code"))
                .isEqualTo("user_not_found");
        problem(admin.get("/api/v1/nothing/here"), 404);
    }

    @Test
    void what_is_taken_or_in_the_wrong_state_is_a_conflict() throws Exception {
        String username = name("taken");
        String user = Cast.engineer(admin, username).at("/userId");
        String clientName = name("taken-agent");
        String client = Cast.client(admin, user, clientName).at("/clientId");

        assertThat(problem(
                                admin.post(
                                        "/api/v1/users",
                                        Cast.user(username.toUpperCase(Locale.ROOT), "QUALITY_LEAD", null)),
                                409)
                        .at("/code"))
                .isIn("username_taken", "email_taken");
        assertThat(problem(
                                admin.post(
                                        "/api/v1/users/" + user + "/clients",
                                        "{\"name\": \"%s\", \"type\": \"NORMAL\"}"
                                                .formatted(clientName.toUpperCase(Locale.ROOT))),
                                409)
                        .at("/code"))
                .isEqualTo("client_name_taken");
        Answer notDeregistered = problem(admin.post("/api/v1/clients/" + client + "/reregister", "{}"), 409);
        assertThat(notDeregistered.at("/code")).isEqualTo("client_not_deregistered");
        assertThat(notDeregistered.at("/detail")).contains("Reprovision");
        expect(200, admin.post("/api/v1/clients/" + client + "/deregister", "{}"));
        Answer deregistered = problem(admin.post("/api/v1/clients/" + client + "/reprovision", "{}"), 409);
        assertThat(deregistered.at("/code")).isEqualTo("client_deregistered");
        assertThat(deregistered.at("/detail")).contains("Reregister");
    }

    @Test
    void an_edit_of_an_old_version_says_who_was_first() throws Exception {
        Answer created = Cast.engineer(admin, name("stale"));
        String path = "/api/v1/users/" + created.at("/userId");
        Answer first =
                expect(200, admin.with("If-Match", created.header("ETag")).patch(path, "{\"lastName\": \"Lind\"}"));

        Answer stale =
                problem(admin.with("If-Match", created.header("ETag")).patch(path, "{\"lastName\": \"Berg\"}"), 412);

        assertThat(stale.at("/code")).isEqualTo("version_mismatch");
        assertThat(stale.text()).contains("admin");
        assertThat(stale.text()).contains(first.at("/version"));
        problem(admin.patch(path, "{\"lastName\": \"Berg\"}"), 428);
    }

    @Test
    void what_never_changes_is_refused_not_ignored() throws Exception {
        Answer created = Cast.engineer(admin, name("fixed"));
        Answer refused = problem(
                admin.with("If-Match", created.header("ETag"))
                        .patch(
                                "/api/v1/users/" + created.at("/userId"),
                                "{\"username\": \"another\", \"configuration\": \"LDAP\"}"),
                422);
        assertThat(refused.text())
                .contains("immutable_field")
                .contains("/username")
                .contains("/configuration");
    }

    @Test
    void the_same_request_again_has_the_first_answer() throws Exception {
        String username = name("once");
        Http once = admin.with("Idempotency-Key", UUID.randomUUID().toString());
        Answer first = expect(201, once.post("/api/v1/users", Cast.user(username, "QUALITY_LEAD", null)));
        Answer again = expect(201, once.post("/api/v1/users", Cast.user(username, "QUALITY_LEAD", null)));
        assertThat(again.at("/userId")).isEqualTo(first.at("/userId"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(problem(once.post("/api/v1/users", Cast.user(name("other"), "QUALITY_LEAD", null)), 422)
                        .at("/code"))
                .isEqualTo("idempotency_key_reused");

        Http provision = admin.with("Idempotency-Key", UUID.randomUUID().toString());
        String agent = "{\"name\": \"%s\", \"type\": \"NORMAL\"}".formatted(name("once-agent"));
        String path = "/api/v1/users/" + first.at("/userId") + "/clients";
        Answer one = expect(201, provision.post(path, agent));
        Answer two = expect(201, provision.post(path, agent));
        assertThat(two.at("/token/value")).isNotBlank().isEqualTo(one.at("/token/value"));
    }

    @Test
    void too_many_wrong_passwords_lock_the_user_and_an_administrator_unlocks() throws Exception {
        String username = name("locked");
        String user = Cast.engineer(admin, username).at("/userId");
        for (int i = 0; i < 5; i++) {
            problem(rollcall.http().as(username, "Wrong-password-1").get("/api/v1/users/" + user), 401);
        }
        problem(rollcall.http().as(username, Cast.PASSWORD).get("/api/v1/users/" + user), 401);

        Answer unlocked = expect(204, admin.post("/api/v1/users/" + user + "/unlock", "{}"));

        Answer read = expect(
                200,
                rollcall.http()
                        .as(username, Cast.PASSWORD)
                        .with("Rollcall-Position", unlocked.header("Rollcall-Position"))
                        .get("/api/v1/users/" + user));
        assertThat(read.at("/locked")).isEqualTo("false");
    }

    @Test
    void guessing_from_one_address_is_slowed_down() throws Exception {
        String nobody = name("guessed");
        Answer last = null;
        for (int i = 0; i < 30 && (last == null || last.status() == 401); i++) {
            last = rollcall.http().as(nobody, "Wrong-password-" + i).get("/api/v1/users");
        }
        problem(last, 429);
        assertThat(Integer.parseInt(last.header("Retry-After"))).isPositive();
    }

    @Test
    void a_view_that_lags_is_waited_for_and_then_said_to_lag() throws Exception {
        String[] here =
                Cast.engineer(admin, name("ahead")).header("Rollcall-Position").split("\\.");
        here[0] = String.valueOf(Long.parseLong(here[0]) + 1_000_000);
        Answer behind =
                problem(admin.with("Rollcall-Position", String.join(".", here)).get("/api/v1/users"), 503);
        assertThat(behind.at("/code")).isEqualTo("view_behind");
        assertThat(Integer.parseInt(behind.header("Retry-After"))).isPositive();
    }

    @Test
    void the_correlation_of_a_request_is_in_answer_and_audit() throws Exception {
        String correlation = name("trace");
        Answer created = expect(
                201,
                admin.with("X-Correlation-Id", correlation)
                        .post("/api/v1/users", Cast.user(name("traced"), "QUALITY_LEAD", null)));
        assertThat(created.header("X-Correlation-Id")).isEqualTo(correlation);
        Answer history = expect(
                200,
                admin.with("Rollcall-Position", created.header("Rollcall-Position"))
                        .get("/api/v1/users/" + created.at("/userId") + "/history"));
        assertThat(history.at("/items/0/correlationId")).isEqualTo(correlation);
    }

    private static Answer problem(Answer answer, int status) {
        expect(status, answer);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.at("/status")).isEqualTo(String.valueOf(status));
        assertThat(answer.at("/code")).isNotBlank();
        assertThat(answer.at("/correlationId")).isEqualTo(answer.header("X-Correlation-Id"));
        assertThat(answer.text()).doesNotContain("Exception").doesNotContain("at dev.rollcall");
        return answer;
    }
}
