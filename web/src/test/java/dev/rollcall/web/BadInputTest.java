package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.user.CreateUser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer names what is wrong with it, and nothing goes any further. */
class BadInputTest extends WebTest {

    @AfterEach
    void nothing_was_dispatched() {
        assertThat(stage.arrived()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                             | /                | malformed_request",
                "[]                            | ``               | wrong_type",
                "\"ada\"                       | ``               | wrong_type",
                "null                          | ``               | wrong_type",
                "{} {}                         | ``               | trailing_content",
                "{}x                           | ``               | malformed_request",
                "{\"email\": \"a\",}           | /email           | malformed_request",
                "{\"email\": NaN}              | /email           | malformed_request",
                "{\"email\": 'a'}              | /email           | malformed_request",
                "{\"e\": 1, \"shoeSize\": 46}  | /e,/shoeSize     | unknown_field",
                "{\"a/b~c\": 1}                | /a~1b~0c         | unknown_field",
                "{\"userId\": \"x\"}           | /userId          | unknown_field",
                "{\"email\": 7}                | /email           | wrong_type",
                "{\"email\": true}             | /email           | wrong_type",
                "{\"email\": {}}               | /email           | wrong_type",
                "{\"email\": [\"a\"]}          | /email           | wrong_type",
                "{\"password\": 12345678}      | /password        | wrong_type",
                "{\"primaryRole\": 0}          | /primaryRole     | wrong_type",
                "{\"email\": \"\\ud800\"}      | /email           | invalid_text",
                "{\"email\": \"a\", \"email\": \"b\"} | /email    | duplicate_field",
            })
    void a_body_that_cannot_be_read_is_refused_where_it_cannot(String body, String pointers, String code) {
        Http.Reply reply = admin("POST", "/users").json(body.strip()).send();

        assertProblem(reply, 400, code);
        if (!pointers.equals("/")) {
            assertThat(reply.errors())
                    .containsExactly(java.util.Arrays.stream(pointers.split(",", -1))
                            .map(pointer -> pointer + " " + code)
                            .toArray(String[]::new));
        }
    }

    @Test
    void all_unreadable_fields_are_named_and_none_of_their_values_is() {
        Http.Reply reply = admin("POST", "/users")
                .json("{\"password\": 4711, \"colour\": \"red\", \"email\": [\"s3cret\"]}")
                .send();

        assertProblem(reply, 400, "malformed_request");
        assertThat(reply.errors())
                .containsExactlyInAnyOrder("/password wrong_type", "/colour unknown_field", "/email wrong_type");
        assertThat(reply.text()).doesNotContain("4711").doesNotContain("s3cret").doesNotContain("red");
    }

    @Test
    void a_broken_body_is_not_quoted() {
        Http.Reply reply =
                admin("POST", "/users").json("{\"password\": \"s3cret\" oops}").send();

        assertProblem(reply, 400, "malformed_request");
        assertThat(reply.text()).doesNotContain("s3cret").doesNotContain("oops");
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused_and_the_field_is_named() {
        Http.Reply reply = admin("POST", "/users")
                .body("application/json", "{\"username\": \"ada\", \"email\": \"\u00e4\"}".getBytes(ISO_8859_1))
                .send();

        assertProblem(reply, 400, "invalid_utf8");
        assertThat(reply.errors()).containsExactly("/email invalid_utf8");
    }

    @Test
    void utf_16_is_no_utf_8() {
        assertThat(admin("POST", "/users")
                        .body("application/json", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_16))
                        .send()
                        .status())
                .isEqualTo(400);
    }

    @Test
    void nesting_without_end_is_refused() {
        String deep = "{\"email\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";

        Http.Reply reply = admin("POST", "/users").json(deep).send();

        assertProblem(reply, 400, "malformed_request");
        assertThat(reply.errors().get(0)).startsWith("/email");
    }

    @Test
    void a_number_without_end_is_refused() {
        assertProblem(
                admin("POST", "/users")
                        .json("{\"email\":" + "9".repeat(30_000) + "}")
                        .send(),
                400,
                "malformed_request");
    }

    @Test
    void thousands_of_unknown_fields_do_not_make_a_longer_answer() {
        StringBuilder body = new StringBuilder("{\"a\": 1");
        for (int i = 0; i < 5_000; i++) {
            body.append(", \"f").append(i).append("\": 1");
        }

        Http.Reply reply =
                admin("POST", "/users").json(body.append('}').toString()).send();

        assertProblem(reply, 400, "unknown_field");
        assertThat(reply.text()).hasSizeLessThan(20_000);
    }

    @Test
    void a_body_that_is_too_large_is_refused_whether_or_not_it_says_so() {
        String large = "{\"email\": \"" + "a".repeat(70_000) + "\"}";

        assertProblem(admin("POST", "/users").json(large).send(), 413, "content_too_large");
        assertProblem(
                admin("POST", "/users")
                        .chunked("application/json", large.getBytes(UTF_8))
                        .send(),
                413,
                "content_too_large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/merge-patch+json", "nonsense"})
    void another_kind_of_body_is_refused_and_the_right_one_named(String contentType) {
        Http.Reply reply =
                admin("POST", "/users").body(contentType, "{}".getBytes(UTF_8)).send();

        assertProblem(reply, 415, "unsupported_media_type");
        assertThat(reply.header("Accept")).isEqualTo("application/json");
    }

    @Test
    void a_patch_of_another_kind_is_told_which_there_are() {
        Http.Reply reply = admin("PATCH", "/users/" + USER)
                .header("If-Match", "\"1\"")
                .body("application/json-patch+json", "[]".getBytes(UTF_8))
                .send();

        assertProblem(reply, 415, "unsupported_media_type");
        assertThat(reply.header("Accept-Patch")).contains("application/merge-patch+json");
    }

    @Test
    void an_empty_body_is_refused_where_something_must_be_said() {
        assertProblem(admin("POST", "/users").json("").send(), 400, "malformed_request");
        assertProblem(admin("POST", "/users").send(), 415, "unsupported_media_type");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /users/4711,                                        /userId",
        "GET,    /users/1-1-1-1-1,                                   /userId",
        "GET,    /users/0199b000-0000-7000-8000-00000000000g,        /userId",
        "GET,    /users/00199b000-0000-7000-8000-00000000000a,       /userId",
        "DELETE, /users/x,                                           /userId",
        "POST,   /users/x/unlock,                                    /userId",
        "POST,   /users/x/erase,                                     /userId",
        "GET,    /users/x/clients,                                   /userId",
        "GET,    /users/x/history,                                   /userId",
        "GET,    /clients/x,                                         /clientId",
        "POST,   /clients/x/reprovision,                             /clientId",
        "GET,    /clients/x/history,                                 /clientId",
    })
    void an_identifier_that_is_none_is_named(String method, String path, String pointer) {
        Http.Reply reply = admin(method, path).send();

        assertProblem(reply, 400, "invalid_id");
        assertThat(reply.errors()).containsExactly(pointer + " invalid_id");
    }

    @ParameterizedTest
    @CsvSource({
        "/users?serach=ada,                    /serach unknown_parameter",
        "/users?limit=0,                       /limit out_of_range",
        "/users?limit=201,                     /limit out_of_range",
        "/users?limit=-1,                      /limit out_of_range",
        "/users?limit=many,                    /limit wrong_type",
        "/users?limit=99999999999,             /limit wrong_type",
        "/users?limit=5&limit=6,               /limit repeated_parameter",
        "/users?primaryRole=BOSS,              /primaryRole unknown_value",
        "/users?configuration=default,         /configuration unknown_value",
        "/users?locked=perhaps,                /locked wrong_type",
        "/users?search=%00,                    /search control_characters",
        "/users?search=%C3%28,                 /search control_characters",
        "/clients?status=ACTIVE,               /status unknown_value",
        "/clients?userId=4711,                 /userId invalid_id",
        "/audit?from=yesterday,                /from invalid_instant",
        "/audit?from=2026-01-31,               /from invalid_instant",
        "/audit?to=%2B12026-01-31T09:30:00Z,   /to invalid_instant",
        "/audit?to=1700000000,                 /to invalid_instant",
        "/audit?limit=1001,                    /limit out_of_range",
        "/audit?user=4711,                     /user invalid_id",
    })
    void a_parameter_that_is_wrong_is_named(String path, String error) {
        Http.Reply reply = admin("GET", path).send();

        assertProblem(reply, 400, error.substring(error.indexOf(' ') + 1));
        assertThat(reply.errors()).containsExactly(error);
    }

    @Test
    void a_parameter_without_end_is_refused() {
        Http.Reply reply = admin("GET", "/users?search=" + "a".repeat(5_000)).send();

        assertProblem(reply, 400, "too_long");
        assertThat(reply.errors()).containsExactly("/search too_long");
    }

    @Test
    void facts_are_about_a_user_or_about_a_client() {
        assertProblem(admin("GET", "/audit?user=" + USER + "&client=" + CLIENT).send(), 400, "conflicting_parameters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-Match          | 7                | invalid_etag",
                "If-Match          | W/\"7\"          | invalid_etag",
                "If-Match          | \"seven\"        | invalid_etag",
                "If-Match          | \"7\",           | invalid_etag",
                "If-Match          | \"99999999999999999999\" | invalid_etag",
                "Rollcall-Position | here             | invalid_position",
                "Rollcall-Position | 1.2.3.4          | invalid_position",
                "Rollcall-Position | 99999999999999999999 | invalid_position",
                "Rollcall-Position | -1               | invalid_position",
                "Idempotency-Key   | two words        | invalid_idempotency_key",
            })
    void a_header_that_is_wrong_is_named(String header, String value, String code) {
        Http.Reply reply =
                admin("DELETE", "/users/" + USER).header(header, value).send();

        assertProblem(reply, 400, code);
        assertThat(reply.errors()).containsExactly("/" + header + " " + code);
    }

    @Test
    void an_idempotency_key_has_an_end() {
        assertProblem(
                admin("DELETE", "/users/" + USER)
                        .header("Idempotency-Key", "k".repeat(256))
                        .send(),
                400,
                "invalid_idempotency_key");
    }

    @Test
    void a_reason_has_an_end_wherever_it_is_given() {
        Http.Reply header = admin("DELETE", "/users/" + USER)
                .header("Rollcall-Reason", "x".repeat(501))
                .send();
        assertProblem(header, 400, "too_long");
        assertThat(header.errors()).containsExactly("/Rollcall-Reason too_long");

        Http.Reply body = admin("POST", "/clients/" + CLIENT + "/deregister")
                .json("{\"reason\": \"" + "x".repeat(501) + "\"}")
                .send();
        assertProblem(body, 422, "invalid_values");
        assertThat(body.errors()).containsExactly("/reason too_long");

        Http.Reply control = admin("POST", "/clients/" + CLIENT + "/deregister")
                .json("{\"reason\": \"a\\u0007\"}")
                .send();
        assertThat(control.errors()).containsExactly("/reason control_characters");
    }

    @Test
    void a_header_twice_is_refused() {
        assertProblem(
                admin("DELETE", "/users/" + USER)
                        .header("Idempotency-Key", "a")
                        .header("Idempotency-Key", "b")
                        .send(),
                400,
                "repeated_header");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,   /users,                      'GET, POST'",
        "FOO,   /users,                      'GET, POST'",
        "PATCH, /users,                      'GET, POST'",
        "GET,   /clients/heartbeat,          POST",
    })
    void another_verb_is_told_which_there_are(String method, String path, String allowed) {
        Http.Reply reply = admin(method, path).send();

        if (path.endsWith("heartbeat")) {
            // a client's identifier could stand there
            assertProblem(reply, 400, "invalid_id");
        } else {
            assertProblem(reply, 405, "method_not_allowed");
            assertThat(reply.header("Allow")).isEqualTo(allowed);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, /nothing", "POST, /nothing", "GET, /users/" + "0199b000-0000-7000-8000-00000000000a/nothing"})
    void where_there_is_nothing_that_is_said(String method, String path) {
        assertProblem(admin(method, path).send(), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/!/nothing", "/!/error", "/!/api/", "/!/swagger-ui/index.html", "/!/v3/api-docs"})
    void outside_there_is_nothing_either(String path) {
        Http.Reply reply = call("GET", path).as("admin").send();

        assertProblem(reply, 404, "not_found");
    }

    @Test
    void a_form_that_cannot_be_had_is_refused_as_a_problem_all_the_same() {
        assertProblem(admin("GET", "/users").header("Accept", "text/html").send(), 406, "not_acceptable");
    }

    @Test
    void nothing_that_was_wrong_here_would_have_been_answered() {
        // the part is on the stage; that it never plays is what AfterEach sees
        stage.on(CreateUser.class, command -> changed(0));
        assertProblem(admin("POST", "/users").json("{\"x\": 1}").send(), 400, "unknown_field");
    }
}
