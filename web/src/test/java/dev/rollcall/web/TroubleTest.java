package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.RemoveUser;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.distributed.CommandDispatchException;
import org.axonframework.common.AxonException;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.messaging.RemoteExceptionDescription;
import org.axonframework.messaging.RemoteHandlingException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.queryhandling.QueryExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One answer for every kind of trouble, wherever it was met. */
class TroubleTest extends WebTest {

    @ParameterizedTest
    @EnumSource(Rejection.class)
    void every_refusal_has_one_status_its_code_and_its_sentence(Rejection rejection) {
        stage.refuse(RemoveUser.class, rejection);

        Http.Reply reply = admin("DELETE", "/users/" + USER).send();

        int status =
                switch (rejection.kind()) {
                    case UNAUTHENTICATED -> 401;
                    case FORBIDDEN -> 403;
                    case NOT_FOUND -> 404;
                    case CONFLICT -> 409;
                    case STALE -> 412;
                    case INVALID -> 422;
                    case TOO_MANY -> 429;
                    case UNAVAILABLE -> 503;
                };
        assertProblem(reply, status, rejection.code());
        assertThat(reply.json().get("detail").asString()).isEqualTo(rejection.sentence());
        assertThat(reply.json().get("type").asString()).isEqualTo("urn:rollcall:problem:" + rejection.code());
        if (status == 429 || status == 503) {
            assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
        }
    }

    @Test
    void a_refusal_from_another_process_is_the_same_refusal() {
        Refusal refusal = Refusal.of(Rejection.USERNAME_TAKEN, "/username");
        stage.fail(
                CreateUser.class,
                new CommandExecutionException(
                        "remote",
                        new RemoteHandlingException(new RemoteExceptionDescription(List.of("remote"))),
                        refusal));
        Http.Reply reply = admin("POST", "/users").json("{}").send();
        assertProblem(reply, 409, "username_taken");
        assertThat(reply.errors()).containsExactly("/username username_taken");

        stage.fail(FindUsers.class, new QueryExecutionException("remote", null, new Refusal(Rejection.VIEW_BEHIND)));
        assertProblem(admin("GET", "/users").send(), 503, "view_behind");
    }

    @Test
    void a_refusal_inside_another_exception_is_found() {
        stage.fail(RemoveUser.class, new IllegalStateException(new Rejected(Rejection.LAST_ADMINISTRATOR)));

        assertProblem(admin("DELETE", "/users/" + USER).send(), 409, "last_administrator");
    }

    @Test
    void all_fields_at_fault_are_in_the_answer() {
        stage.fail(
                CreateUser.class,
                new Rejected(new Refusal(
                        Rejection.INVALID_VALUES,
                        List.of(
                                new FieldError("/email", "too_long", "At most 100 characters."),
                                new FieldError("/firstName", "forbidden_character", "None of them.")),
                        null,
                        null,
                        null)));

        Http.Reply reply = admin("POST", "/users")
                .json("{\"email\": \"%s\", \"firstName\": \"\\u0000\"}".formatted("a".repeat(10_000)))
                .send();

        assertProblem(reply, 422, "invalid_values");
        assertThat(reply.errors()).containsExactly("/email too_long", "/firstName forbidden_character");
        assertThat(stage.arrived(CreateUser.class).firstName()).isEqualTo("\0");
        assertThat(stage.arrived(CreateUser.class).email()).hasSize(10_000);
    }

    static Stream<RuntimeException> nobody_answers() {
        return Stream.of(
                new NoHandlerForCommandException("no handler"),
                new CommandDispatchException("AXONIQ-4003: the connection to the server is lost"),
                new AxonException("not retried", new IOException("connection reset")) {},
                new IllegalStateException(new SQLException("FATAL: terminating connection", "57P01")),
                new IllegalStateException(new SQLException("connection refused", "08001")),
                new CommandExecutionException(
                        "remote",
                        new RemoteHandlingException(new RemoteExceptionDescription(
                                List.of("Could not open JDBC Connection for transaction")))));
    }

    @ParameterizedTest
    @MethodSource
    void nobody_answers(RuntimeException failure) {
        stage.fail(Deregister.class, failure);

        Http.Reply reply = admin("POST", "/clients/" + CLIENT + "/deregister").send();

        assertProblem(reply, 503, "unavailable");
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
    }

    static Stream<RuntimeException> others_are_in_the_way() {
        return Stream.of(new ConcurrencyException("conflict"), new LockAcquisitionFailedException("too long"));
    }

    @ParameterizedTest
    @MethodSource
    void others_are_in_the_way(RuntimeException failure) {
        stage.fail(Deregister.class, failure);

        assertProblem(admin("POST", "/clients/" + CLIENT + "/deregister").send(), 503, "busy");
    }

    static Stream<RuntimeException> something_is_broken() {
        return Stream.of(
                new IllegalStateException("password=secret"),
                new IllegalStateException(new SQLException("syntax error", "42601")),
                new CommandExecutionException(
                        "remote",
                        new RemoteHandlingException(new RemoteExceptionDescription(List.of("NullPointerException")))));
    }

    @ParameterizedTest
    @MethodSource
    void something_is_broken(RuntimeException failure) {
        stage.fail(Deregister.class, failure);

        Http.Reply reply = admin("POST", "/clients/" + CLIENT + "/deregister").send();

        assertProblem(reply, 500, "internal_error");
        assertThat(reply.text()).doesNotContain("secret").doesNotContain("syntax");
    }

    @Test
    void a_question_that_nobody_can_answer_is_to_be_asked_again() {
        stage.fail(FindUsers.class, new IllegalStateException(new SQLException("gone", "08006")));

        assertProblem(admin("GET", "/users").send(), 503, "unavailable");
    }
}
