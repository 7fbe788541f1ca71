package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.claim.Administrators;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.claim.Rosters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.mockito.Mockito;

/** One user, Ada, told from her facts, with everything around the aggregate played by the test. */
class UserStory {

    static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");
    static final UserId ADA = new UserId(UUID.fromString("0195a000-0000-7000-8000-0000000000a1"));
    static final String PASSWORD = "Correct-Horse-1";
    static final String OTHER_PASSWORD = "Battery.Staple.2";
    static final Map<String, String> ROOT = Map.of(
            Provenance.ACTOR_KIND, "USER",
            Provenance.ACTOR_ID, "0195a000-0000-7000-8000-000000000001",
            Provenance.ACTOR_NAME, "root",
            Provenance.ACTOR_ROLES, "QUALITY_MANAGER ADMIN",
            Provenance.VIA, "CONSOLE",
            Provenance.CORRELATION, "c-1");

    final PlainPasswords passwords = new PlainPasswords();
    final PlainPasskeys passkeys = new PlainPasskeys();
    final Credentials credentials = new Credentials(passwords, passkeys, new PasswordPolicy(8, 128, 5, false));
    final Claims claims = mock(Claims.class, Mockito.CALLS_REAL_METHODS);
    final Administrators administrators = mock(Administrators.class);
    final Rosters rosters = mock(Rosters.class);
    final Clients clients = mock(Clients.class);
    final Erasing erasing = mock(Erasing.class);
    final PasswordId first = passwords.had(1, PASSWORD);
    final AggregateTestFixture<User> fixture = new AggregateTestFixture<>(User.class);

    UserStory() {
        Mockito.doNothing().when(claims).take(any(), any(), any(), any());
        Mockito.doNothing().when(claims).release(any(), any());
        when(rosters.size(ADA)).thenReturn(3);
        fixture.registerInjectableResource(credentials);
        fixture.registerInjectableResource(claims);
        fixture.registerInjectableResource(administrators);
        fixture.registerInjectableResource(rosters);
        fixture.registerInjectableResource(clients);
        fixture.registerInjectableResource(erasing);
        fixture.registerCommandHandlerInterceptor((work, chain) -> {
            work.registerCorrelationDataProvider(
                    new SimpleCorrelationDataProvider(Provenance.CARRIED.toArray(String[]::new)));
            return chain.proceed();
        });
    }

    TestExecutor<User> given(UserEvent... facts) {
        List<EventMessage<?>> messages = new ArrayList<>();
        for (UserEvent fact : facts) {
            messages.add(GenericEventMessage.asEventMessage(fact).andMetaData(Map.of(Provenance.ACTOR_NAME, "root")));
        }
        return fixture.givenCurrentTime(BEGIN).andGiven(messages).andGivenCurrentTime(BEGIN.plusSeconds(60));
    }

    TestExecutor<User> givenNothing() {
        return fixture.givenNoPriorActivity();
    }

    UserCreated engineer() {
        return created(PrimaryRole.QUALITY_ENGINEER, false);
    }

    UserCreated manager() {
        return created(PrimaryRole.QUALITY_MANAGER, false);
    }

    UserCreated administrator() {
        return created(PrimaryRole.QUALITY_MANAGER, true);
    }

    UserCreated created(PrimaryRole role, boolean admin) {
        return new UserCreated(
                ADA, "ada", SignInConfiguration.DEFAULT, "ada@example.org", "Ada", "Lovelace", role, admin, first);
    }

    UserCreated foreign(SignInConfiguration configuration) {
        return new UserCreated(
                ADA,
                "ada",
                configuration,
                "ada@example.org",
                "Ada",
                "Lovelace",
                PrimaryRole.QUALITY_ENGINEER,
                false,
                null);
    }

    /** A wish to create Ada, of which single fields can be changed. */
    final class Creation {
        String username = "ada";
        SignInConfiguration configuration = SignInConfiguration.DEFAULT;
        String email = "ada@example.org";
        String firstName = "Ada";
        String lastName = "Lovelace";
        String password = OTHER_PASSWORD;
        String confirmation = OTHER_PASSWORD;
        PrimaryRole primaryRole = PrimaryRole.QUALITY_ENGINEER;
        SecondaryRole secondaryRole;
        List<FieldError> flaws = List.of();

        CreateUser wish() {
            return new CreateUser(
                    ADA,
                    username,
                    configuration,
                    email,
                    firstName,
                    lastName,
                    sealed(password),
                    sealed(confirmation),
                    primaryRole,
                    secondaryRole,
                    flaws);
        }
    }

    /** A wish to edit Ada, of which single fields can be set. */
    final class Edit {
        Long version;
        String username;
        SignInConfiguration configuration;
        String email;
        String firstName;
        String lastName;
        String password;
        String confirmation;
        PrimaryRole primaryRole;
        SecondaryRole secondaryRole;
        List<FieldError> flaws = List.of();

        Edit password(String value) {
            password = value;
            confirmation = value;
            return this;
        }

        Edit roles(PrimaryRole primary, SecondaryRole secondary) {
            primaryRole = primary;
            secondaryRole = secondary;
            return this;
        }

        EditUser wish() {
            return new EditUser(
                    ADA,
                    version,
                    username,
                    configuration,
                    email,
                    firstName,
                    lastName,
                    sealed(password),
                    sealed(confirmation),
                    primaryRole,
                    secondaryRole,
                    flaws);
        }
    }

    Sealed sealed(String clear) {
        return clear == null ? null : passwords.seal(clear);
    }

    static Accepted answer(ResultValidator<User> result) {
        Accepted[] answer = new Accepted[1];
        result.expectResultMessageMatching(org.axonframework.test.matchers.Matchers.matches(message -> {
            answer[0] = (Accepted) ((org.axonframework.messaging.Message<?>) message).getPayload();
            return true;
        }));
        return answer[0];
    }

    /** Which fields were refused, with which codes, each as {@code /field code}. */
    static List<String> refused(ResultValidator<User> result) {
        Refusal refusal = refusal(result);
        assertThat(refusal.rejection()).isEqualTo(Rejection.INVALID_VALUES);
        return refusal.errors().stream()
                .map(error -> error.pointer() + " " + error.code())
                .toList();
    }

    static Refusal refusal(ResultValidator<User> result) {
        Refusal[] refusal = new Refusal[1];
        result.expectNoEvents().expectExceptionDetails(org.axonframework.test.matchers.Matchers.matches(details -> {
            refusal[0] = (Refusal) details;
            return true;
        }));
        return refusal[0];
    }
}
