package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreateUserTest extends WebTest {

    private static final String ADA = """
            {"username": "ada", "configuration": "DEFAULT", "email": "ada@example.org", "firstName": "Ada",
             "lastName": "Lovelace", "password": "Secret-1", "confirmPassword": "Secret-1",
             "primaryRole": "QUALITY_MANAGER", "secondaryRole": "ADMIN", "reason": "new colleague"}""";

    @Test
    void a_user_is_created_and_where_it_is_and_which_version_is_told() {
        stage.on(CreateUser.class, command -> changed(0));

        Http.Reply reply = admin("POST", "/users").json(ADA).send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo("/api/v1/users/" + USER);
        assertThat(reply.header("ETag")).isEqualTo("\"0\"");
        assertThat(reply.header("Rollcall-Position")).isEqualTo("1.7345.12");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.json().get("userId").asString()).isEqualTo(USER.toString());
        assertThat(reply.json().get("createdAt").asString()).isEqualTo("2026-03-01T09:30:00Z");
        CreateUser command = stage.arrived(CreateUser.class);
        assertThat(command.username()).isEqualTo("ada");
        assertThat(command.configuration()).isEqualTo(SignInConfiguration.DEFAULT);
        assertThat(command.primaryRole()).isEqualTo(PrimaryRole.QUALITY_MANAGER);
        assertThat(command.secondaryRole()).isEqualTo(SecondaryRole.ADMIN);
        assertThat(key.open(command.password())).isEqualTo("Secret-1");
        assertThat(command.user().value().version()).isEqualTo(7);
    }

    @Test
    void who_asks_why_and_in_which_request_travels_with_the_command() {
        stage.on(CreateUser.class, command -> changed(0));

        Http.Reply reply = admin("POST", "/users")
                .header("X-Correlation-Id", "ticket-4711")
                .json(ADA)
                .send();

        assertThat(reply.header("X-Correlation-Id")).isEqualTo("ticket-4711");
        Provenance provenance = Provenance.from(stage.metaData(CreateUser.class));
        assertThat(provenance.actor()).isEqualTo(Stage.ADMIN);
        assertThat(provenance.via()).isEqualTo(dev.rollcall.api.Via.API);
        assertThat(provenance.reason()).isEqualTo("new colleague");
        assertThat(provenance.correlation()).isEqualTo("ticket-4711");
        assertThat(provenance.request()).isNull();
    }

    @Test
    void a_role_that_does_not_exist_is_reported_together_with_all_that_the_domain_finds() {
        stage.on(CreateUser.class, this::validate);

        Http.Reply reply = admin("POST", "/users").json("""
                        {"username": "ada", "configuration": "DEFAULT", "email": "nowhere", "primaryRole": "BOSS"}""").send();

        assertProblem(reply, 422, "invalid_values");
        assertThat(reply.errors()).containsExactly("/primaryRole unknown_value", "/email invalid_email");
    }

    @Test
    void a_second_role_that_does_not_exist_never_makes_a_user_without_one() {
        stage.on(CreateUser.class, this::validate);

        Http.Reply reply = admin("POST", "/users")
                .json(ADA.replace("\"ADMIN\"", "\"KING\""))
                .send();

        assertProblem(reply, 422, "invalid_values");
        assertThat(reply.errors()).containsExactly("/secondaryRole unknown_value");
    }

    @Test
    void an_unreadable_field_hides_neither_that_one_may_not_nor_that_nobody_answers() {
        stage.refuse(CreateUser.class, Rejection.FORBIDDEN);
        assertProblem(
                call("POST", "/users")
                        .as("lead")
                        .json("{\"primaryRole\": \"BOSS\"}")
                        .send(),
                403,
                "forbidden");

        stage.refuse(CreateUser.class, Rejection.BUSY);
        assertProblem(
                admin("POST", "/users").json("{\"primaryRole\": \"BOSS\"}").send(), 503, "busy");
    }

    /** As the domain does: everything that is wrong, at once, and nothing more of a field that is wrong already. */
    private Object validate(CreateUser command) {
        List<FieldError> errors = new ArrayList<>(command.flaws());
        if (command.primaryRole() == null && errors.isEmpty()) {
            errors.add(new FieldError("/primaryRole", "required", "Say what the user is."));
        }
        if (command.email() == null || !command.email().contains("@")) {
            errors.add(new FieldError("/email", "invalid_email", "An address has an @."));
        }
        Rejected.whenInvalid(errors);
        return changed(0);
    }
}
