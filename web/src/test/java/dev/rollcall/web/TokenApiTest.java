package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.Heartbeat;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.client.Register;
import dev.rollcall.api.client.TokenState;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenApiTest extends WebTest {

    private static final String TOKEN =
            PresentedToken.create(CLIENT, new SecureRandom()).clear();
    private static final String MISTYPED = TOKEN.substring(0, TOKEN.length() - 1) + (TOKEN.endsWith("0") ? "1" : "0");

    @Test
    void a_client_registers_with_nothing_but_its_token_and_is_online() {
        stage.on(
                Register.class,
                command -> at(Accepted.client(client(ClientStatus.REGISTERED, TokenState.CLAIMED, null))));
        stage.on(Heartbeat.class, command -> "heard");

        Http.Reply reply = register(TOKEN, "host").send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.json().get("presence").asString()).isEqualTo("ONLINE");
        assertThat(reply.json().get("token").has("value")).isFalse();
        Register command = stage.arrived(Register.class);
        assertThat(command.client()).isEqualTo(CLIENT);
        assertThat(key.open(command.token())).isEqualTo(TOKEN);
        assertThat(command.hostName()).isEqualTo("host");
        Provenance provenance = Provenance.from(stage.metaData(Register.class));
        assertThat(provenance.actor().kind()).isEqualTo(Actor.Kind.CLIENT);
        assertThat(provenance.actor().id()).isEqualTo(CLIENT.toString());
        assertThat(provenance.via()).isEqualTo(Via.CLIENT);
        assertThat(stage.arrived(Heartbeat.class)).isEqualTo(new Heartbeat(CLIENT, NOW));
    }

    @Test
    void a_registration_counts_also_where_nobody_hears_the_heartbeat() {
        stage.on(
                Register.class,
                command -> at(Accepted.client(client(ClientStatus.REGISTERED, TokenState.CLAIMED, null))));
        stage.fail(Heartbeat.class, new IllegalStateException("deaf"));

        Http.Reply reply = register(TOKEN, "host").send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().get("presence").asString()).isEqualTo("OFFLINE");
    }

    @Test
    void a_typing_error_is_recognised_without_asking_anybody() {
        Http.Reply reply = register(MISTYPED, "host").send();

        assertProblem(reply, 422, "invalid_values");
        assertThat(reply.errors()).containsExactly("/token token_invalid");
        assertThat(reply.text()).doesNotContain(MISTYPED.substring(20));
        assertThat(stage.arrived()).isEmpty();
    }

    @Test
    void what_is_missing_is_named() {
        Http.Reply reply = call("POST", "/clients/register").json("{}").send();

        assertProblem(reply, 422, "invalid_values");
        assertThat(reply.errors()).containsExactly("/token required", "/hostName required");
        assertThat(stage.arrived()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"TOKEN_INVALID, token_invalid", "TOKEN_ALREADY_USED, token_already_used", "TOKEN_EXPIRED, token_expired"
    })
    void a_token_that_does_not_count_is_refused(Rejection rejection, String code) {
        stage.refuse(Register.class, rejection);

        assertProblem(register(TOKEN, "host").send(), 409, code);
    }

    @Test
    void a_host_name_is_judged_by_the_domain() {
        stage.fail(
                Register.class,
                new Rejected(new dev.rollcall.api.Refusal(
                        Rejection.INVALID_VALUES,
                        List.of(new FieldError("/hostName", "too_long", "Too long.")),
                        null,
                        null,
                        null)));

        assertProblem(register(TOKEN, "h".repeat(10_000)).send(), 422, "invalid_values");
    }

    @Test
    void a_heartbeat_needs_a_token_in_use() {
        stage.on(
                IntrospectToken.class, query -> Optional.of(client(ClientStatus.REGISTERED, TokenState.CLAIMED, null)));
        stage.on(Heartbeat.class, command -> null);

        assertThat(heartbeat("Bearer " + TOKEN).send().status()).isEqualTo(204);
        assertThat(heartbeat("bearer " + TOKEN).send().status()).isEqualTo(204);

        assertThat(stage.arrived(Heartbeat.class)).isEqualTo(new Heartbeat(CLIENT, NOW));
        assertThat(key.open(stage.arrived(IntrospectToken.class).token())).isEqualTo(TOKEN);
    }

    @ParameterizedTest
    @CsvSource({"REGISTERED, ISSUED", "PROVISIONED, ISSUED", "DEREGISTERED, CLAIMED"})
    void a_heartbeat_with_another_token_is_not_heard(ClientStatus status, TokenState token) {
        stage.on(IntrospectToken.class, query -> Optional.of(client(status, token, null)));
        stage.on(Heartbeat.class, command -> {
            throw new AssertionError("heard");
        });

        Http.Reply reply = heartbeat("Bearer " + TOKEN).send();

        assertProblem(reply, 401, "token_invalid");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer").contains("error=\"invalid_token\"");
    }

    @Test
    void a_heartbeat_without_a_token_is_not_even_asked_about() {
        assertProblem(call("POST", "/clients/heartbeat").send(), 401, "token_invalid");
        assertProblem(heartbeat("Bearer " + MISTYPED).send(), 401, "token_invalid");
        assertProblem(call("POST", "/clients/heartbeat").as("admin").send(), 401, "token_invalid");
        assertThat(stage.arrived()).isEmpty();
    }

    @Test
    void a_heartbeat_that_nobody_can_judge_is_not_a_wrong_one() {
        stage.fail(IntrospectToken.class, new org.axonframework.queryhandling.NoHandlerForQueryException("nobody"));

        assertProblem(heartbeat("Bearer " + TOKEN).send(), 503, "unavailable");
    }

    @Test
    void whose_a_token_is_is_told_and_nothing_of_one_that_is_not_active() {
        stage.on(
                IntrospectToken.class, query -> Optional.of(client(ClientStatus.REGISTERED, TokenState.CLAIMED, null)));
        assertThat(introspect("token=" + TOKEN + "&token_type_hint=access_token")
                        .text())
                .isEqualTo("{\"active\":true,\"sub\":\"" + CLIENT
                        + "\",\"username\":\"ada\",\"client_name\":\"build-01\",\"status\":\"REGISTERED\"}");

        stage.on(IntrospectToken.class, query -> Optional.empty());
        Http.Reply inactive = introspect("token=" + TOKEN);
        assertThat(inactive.status()).isEqualTo(200);
        assertThat(inactive.text()).isEqualTo("{\"active\":false}");
        assertThat(inactive.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void introspection_is_found_under_the_base_path_as_well() {
        stage.on(IntrospectToken.class, query -> Optional.empty());
        assertThat(call("POST", "/oauth2/introspect")
                        .as("admin")
                        .body("application/x-www-form-urlencoded", ("token=" + TOKEN).getBytes(UTF_8))
                        .send()
                        .text())
                .isEqualTo("{\"active\":false}");
        assertProblem(call("POST", "/oauth2/introspect").as("lead").send(), 403, "forbidden");
    }

    @Test
    void a_typing_error_is_inactive_and_whether_one_may_ask_is_judged_all_the_same() {
        stage.on(IntrospectToken.class, query -> Optional.empty());
        assertThat(introspect("token=" + MISTYPED).text()).isEqualTo("{\"active\":false}");
        assertThat(introspect("token=%00").text()).isEqualTo("{\"active\":false}");
        stage.refuse(IntrospectToken.class, Rejection.FORBIDDEN);
        assertProblem(introspect("token=" + MISTYPED), 403, "forbidden");
    }

    @ParameterizedTest
    @CsvSource({"''", "token=", "token", "tokens=x", "token=a&token=b"})
    void an_introspection_without_one_token_is_a_bad_request(String form) {
        Http.Reply reply = introspect(form);

        assertProblem(reply, 400, "required");
        assertThat(reply.errors()).containsExactly("/token required");
    }

    @Test
    void a_form_is_a_form() {
        assertProblem(introspect("token=%zz"), 400, "invalid_encoding");
        assertProblem(
                call("POST", "/!/oauth2/introspect").as("admin").json("{}").send(), 415, "unsupported_media_type");
        assertProblem(introspect("token=" + "a".repeat(70_000)), 413, "content_too_large");
    }

    private Http register(String token, String hostName) {
        return call("POST", "/clients/register")
                .json("{\"token\": \"%s\", \"hostName\": \"%s\"}".formatted(token, hostName));
    }

    private Http heartbeat(String authorization) {
        return call("POST", "/clients/heartbeat").header("Authorization", authorization);
    }

    private Http.Reply introspect(String form) {
        return call("POST", "/!/oauth2/introspect")
                .as("admin")
                .body("application/x-www-form-urlencoded", form.getBytes(UTF_8))
                .send();
    }
}
