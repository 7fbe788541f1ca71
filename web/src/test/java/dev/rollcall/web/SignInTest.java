package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.SignIn;
import dev.rollcall.api.user.UserPage;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest extends WebTest {

    private static final String CHALLENGE = "Basic realm=\"Rollcall\", charset=\"UTF-8\", Bearer realm=\"Rollcall\"";

    @Test
    void a_username_and_password_open_the_interface_and_say_who_acts() {
        stage.on(FindUsers.class, query -> new UserPage(List.of(), null, null));

        assertThat(call("GET", "/users").as("lead").send().status()).isEqualTo(200);

        assertThat(dev.rollcall.api.Provenance.from(stage.metaData(FindUsers.class))
                        .actor())
                .isEqualTo(Stage.LEAD);
    }

    @Test
    void the_password_travels_sealed_and_with_where_it_came_from() {
        AtomicReference<SignIn> attempt = new AtomicReference<>();
        stage.on(FindUsers.class, query -> new UserPage(List.of(), null, null));
        stage.on(SignIn.class, command -> {
            attempt.set(command);
            return Stage.ADMIN;
        });

        admin("GET", "/users").send();

        assertThat(key.open(attempt.get().password())).isEqualTo(Stage.PASSWORD);
        assertThat(attempt.get().toString()).doesNotContain(Stage.PASSWORD);
        assertThat(attempt.get().address()).isEqualTo("127.0.0.1");
    }

    @Test
    void nobody_and_a_wrong_password_are_challenged_alike() {
        for (Http.Reply reply : List.of(
                call("GET", "/users").send(),
                call("GET", "/users").as("admin", "wrong").send(),
                call("GET", "/users").as("nobody").send(),
                call("GET", "/users").header("Authorization", "Basic %%%").send())) {
            assertProblem(reply, 401, "not_signed_in");
            assertThat(reply.header("WWW-Authenticate")).isEqualTo(CHALLENGE);
            assertThat(reply.header("Set-Cookie")).isEmpty();
        }
        assertThat(stage.arrived()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ada\u0000", "<script>", "ünï"})
    void a_username_that_nobody_can_have_is_not_asked_for(String username) {
        stage.on(SignIn.class, command -> Stage.ADMIN);

        assertProblem(call("GET", "/users").as(username).send(), 401, "not_signed_in");
    }

    @Test
    void too_many_attempts_have_to_wait() {
        stage.fail(SignIn.class, new Rejected(new Refusal(Rejection.TOO_MANY_ATTEMPTS, List.of(), null, null, 17)));

        Http.Reply reply = admin("GET", "/users").send();

        assertProblem(reply, 429, "too_many_attempts");
        assertThat(reply.header("Retry-After")).isEqualTo("17");
        assertThat(reply.header("WWW-Authenticate")).isEmpty();
    }

    @Test
    void a_sign_in_that_nobody_can_judge_is_not_a_wrong_one() {
        stage.fail(SignIn.class, new NoHandlerForCommandException("nobody"));

        Http.Reply reply = admin("GET", "/users").send();

        assertProblem(reply, 503, "unavailable");
        assertThat(reply.header("Retry-After")).isNotEmpty();
    }

    @Test
    void an_answer_of_the_wrong_kind_is_a_fault_of_ours() {
        stage.on(SignIn.class, command -> "yes");

        assertProblem(admin("GET", "/users").send(), 500, "internal_error");
    }

    @Test
    void introspection_and_the_inside_of_the_process_are_for_administrators() {
        assertProblem(call("POST", "/!/oauth2/introspect").send(), 401, "not_signed_in");
        assertProblem(call("POST", "/!/oauth2/introspect").as("lead").send(), 403, "forbidden");
        assertProblem(call("GET", "/!/actuator/env").send(), 401, "not_signed_in");
        assertProblem(call("GET", "/!/actuator/env").as("lead").send(), 403, "forbidden");
        assertProblem(call("GET", "/!/actuator/env").as("admin").send(), 404, "not_found");
        assertProblem(call("GET", "/!/actuator/health").send(), 404, "not_found");
    }

    @Test
    void a_quality_manager_without_the_second_role_is_no_administrator() {
        stage.on(
                SignIn.class,
                command -> new Actor(Actor.Kind.USER, USER.toString(), "grace", List.of("QUALITY_MANAGER")));

        assertProblem(call("GET", "/!/actuator/env").as("grace").send(), 403, "forbidden");
    }
}
