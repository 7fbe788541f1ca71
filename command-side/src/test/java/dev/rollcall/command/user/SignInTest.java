package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignIn;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.command.Stage;
import dev.rollcall.command.StageClock;
import dev.rollcall.command.claim.Administrators;
import dev.rollcall.command.claim.ClaimKind;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.engine.Tables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** Signing in, with real tables and a real store. */
class SignInTest {

    private static final String PASSWORD = "Open.Sesame.1";
    private static final String HERE = "192.0.2.1";
    private static final String THERE = "192.0.2.2";

    private static InstallationKey key;
    private static Tables tables;

    private final StageClock clock = new StageClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final Clock before = GenericEventMessage.clock;
    private final EventStore store = Stage.store();
    private final UserId ada = new UserId(UUID.randomUUID());
    private final String name = "u" + ada;
    private final Claims claims = mock(Claims.class);
    private final Administrators administrators = mock(Administrators.class);
    private final StoredPasswords passwords = Mockito.spy(new StoredPasswords(tables, key, HashingTest.quick(), clock));
    private final SignIns signIns = new SignIns(
            claims,
            new SourcedUsers(store, (user, then) -> 0),
            Stage.aggregates(store).oneAtATime(User.class),
            administrators,
            passwords,
            new RememberedPasswords(
                    () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos()),
            new WrongSignIns(tables, key, clock, 10, 200),
            new KnownBrowsers(tables, clock, Duration.ofDays(90), Duration.ofMinutes(15)),
            5);
    private long version;
    private PasswordId password;

    @BeforeAll
    static void begin() {
        key = InstallationKey.random();
        tables = Tables.of(Stage.database(), key);
    }

    @BeforeEach
    void ada_is_a_user() {
        GenericEventMessage.clock = clock;
        tables.jdbc().sql("DELETE FROM command.wrong_sign_in").update();
        when(claims.owner(any(), any())).thenReturn(Optional.empty());
        when(claims.owner(ClaimKind.USERNAME, name)).thenReturn(Optional.of(ada.toString()));
        password = passwords.keep(ada, PASSWORD);
        fact(created(SignInConfiguration.DEFAULT, false));
    }

    @AfterEach
    void restore() {
        GenericEventMessage.clock = before;
    }

    @Test
    void the_right_password_tells_who_one_is() {
        assertThat(signIn(PASSWORD))
                .isEqualTo(new Actor(Actor.Kind.USER, ada.toString(), name, List.of("QUALITY_ENGINEER")));
    }

    @Test
    void wrong_and_unknown_are_refused_alike() {
        Refusal wrong = refusal(name, "Wrong.Word.1", HERE);
        Refusal unknown = refusal("nobody", "Wrong.Word.1", HERE);

        assertThat(wrong).isEqualTo(new Refusal(Rejection.NOT_SIGNED_IN)).isEqualTo(unknown);
    }

    @Test
    void an_unknown_name_costs_a_hash_as_well() {
        refusal("nobody", PASSWORD, HERE);

        verify(passwords).matchesNothing(PASSWORD);
    }

    @Test
    void who_signs_in_elsewhere_is_refused_here_with_any_password() {
        version = 0;
        UserId ldap = new UserId(UUID.randomUUID());
        when(claims.owner(ClaimKind.USERNAME, "ldap")).thenReturn(Optional.of(ldap.toString()));
        store.publish(message(
                ldap,
                new UserCreated(
                        ldap,
                        "ldap",
                        SignInConfiguration.LDAP,
                        "l@example.org",
                        "L",
                        "D",
                        PrimaryRole.QUALITY_ENGINEER,
                        false,
                        password),
                0));

        assertThat(refusal("ldap", PASSWORD, HERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
        verify(passwords, never()).matches(any(), any());
    }

    @Test
    void a_removed_user_is_refused() {
        fact(new UserRemoved(ada));

        assertThat(refusal(name, PASSWORD, HERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
    }

    @Test
    void the_fifth_wrong_one_in_a_row_locks_and_not_the_fourth() {
        wrong(4);
        assertThat(locks()).isZero();

        wrong(1);

        assertThat(store.readEvents(ada.toString(), 1).next().getPayload()).isEqualTo(new UserLocked(ada, 5));
        assertThat(refusal(name, PASSWORD, HERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
        verify(administrators, never()).suspend(any());
    }

    @Test
    void a_locked_administrator_leaves_the_circle() {
        UserId root = new UserId(UUID.randomUUID());
        when(claims.owner(ClaimKind.USERNAME, "root")).thenReturn(Optional.of(root.toString()));
        store.publish(message(
                root,
                new UserCreated(
                        root,
                        "root",
                        SignInConfiguration.DEFAULT,
                        "r@example.org",
                        "R",
                        "T",
                        PrimaryRole.QUALITY_MANAGER,
                        true,
                        password),
                0));
        for (int i = 0; i < 5; i++) {
            refusal("root", "Wrong.Word.1", HERE);
        }

        verify(administrators, times(1)).suspend(root);
    }

    @Test
    void a_right_one_begins_the_row_anew_even_a_remembered_one() {
        signIn(PASSWORD);
        wrong(4);
        signIn(PASSWORD);
        wrong(4);

        assertThat(locks()).isZero();
        verify(passwords, times(1)).matches(password, PASSWORD);
    }

    @Test
    void wrong_ones_before_an_unlock_do_not_count_after_it() {
        wrong(5);
        fact(new UserUnlocked(ada));

        wrong(4);
        assertThat(locks()).isEqualTo(1);
        wrong(1);
        assertThat(locks()).isEqualTo(2);
    }

    @Test
    void sign_in_works_at_once_after_an_unlock() {
        wrong(5);
        fact(new UserUnlocked(ada));

        assertThat(signIn(PASSWORD).id()).isEqualTo(ada.toString());
    }

    @Test
    void a_lock_holds_at_once_though_the_password_is_remembered() {
        signIn(PASSWORD);
        fact(new UserLocked(ada, 5));

        assertThat(refusal(name, PASSWORD, HERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
    }

    @Test
    void another_password_holds_at_once_though_the_old_one_is_remembered() {
        signIn(PASSWORD);
        fact(new PasswordChanged(ada, passwords.keep(ada, "Another.Word.2")));

        assertThat(refusal(name, PASSWORD, HERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
        assertThat(signIn("Another.Word.2").id()).isEqualTo(ada.toString());
    }

    @Test
    void a_lock_during_the_comparison_holds() {
        Mockito.doAnswer(call -> {
                    fact(new UserLocked(ada, 5));
                    return true;
                })
                .when(passwords)
                .matches(password, PASSWORD);

        assertThat(refusal(name, PASSWORD, HERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
    }

    @Test
    void a_right_password_is_remembered_for_five_minutes() {
        signIn(PASSWORD);
        clock.move(Duration.ofSeconds(299));
        signIn(PASSWORD);
        verify(passwords, times(1)).matches(password, PASSWORD);

        clock.move(Duration.ofSeconds(2));
        signIn(PASSWORD);
        verify(passwords, times(2)).matches(password, PASSWORD);
    }

    @Test
    void a_wrong_password_is_not_taken_for_the_remembered_one() {
        signIn(PASSWORD);

        assertThat(refusal(name, PASSWORD + "x", HERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
    }

    @Test
    void after_ten_wrong_ones_within_a_minute_a_name_has_to_wait_there_and_nowhere_else() {
        for (int i = 0; i < 10; i++) {
            assertThat(refusal("nobody", "Wrong.Word.1", HERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
            clock.move(Duration.ofSeconds(1));
        }

        assertThat(refusal("nobody", "Wrong.Word.1", HERE))
                .isEqualTo(new Refusal(Rejection.TOO_MANY_ATTEMPTS, List.of(), null, null, 50));
        assertThat(refusal("NOBODY ", "Wrong.Word.1", HERE).rejection()).isEqualTo(Rejection.TOO_MANY_ATTEMPTS);
        assertThat(refusal("nobody", "Wrong.Word.1", THERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
        assertThat(refusal("somebody", "Wrong.Word.1", HERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);

        clock.move(Duration.ofMillis(49_500));
        assertThat(refusal("nobody", "Wrong.Word.1", HERE).retryAfter()).isEqualTo(1);
        clock.move(Duration.ofMillis(500));
        assertThat(refusal("nobody", "Wrong.Word.1", HERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
    }

    @Test
    void who_has_to_wait_is_refused_without_looking_at_the_password_and_is_not_counted() {
        for (int i = 0; i < 12; i++) {
            refusal("nobody", "Wrong.Word.1", HERE);
        }

        verify(passwords, times(10)).matchesNothing("Wrong.Word.1");
        assertThat(tables.jdbc()
                        .sql("SELECT count(*) FROM command.wrong_sign_in")
                        .query(Integer.class)
                        .single())
                .isEqualTo(10);
    }

    @Test
    void a_remembered_right_password_does_not_wait() {
        signIn(PASSWORD);
        clock.move(Duration.ofSeconds(1));
        noted(name, HERE, 10);

        assertThat(signIn(PASSWORD).id()).isEqualTo(ada.toString());
    }

    @Test
    void an_unlock_forgives_the_name() {
        clock.move(Duration.ofSeconds(1));
        noted(name, HERE, 10);
        assertThat(refusal(name, PASSWORD, HERE).rejection()).isEqualTo(Rejection.TOO_MANY_ATTEMPTS);
        clock.move(Duration.ofSeconds(1));

        fact(new UserUnlocked(ada));

        assertThat(signIn(PASSWORD).id()).isEqualTo(ada.toString());
    }

    @Test
    void after_two_hundred_wrong_ones_within_a_minute_an_address_has_to_wait() {
        for (int i = 0; i < 199; i++) {
            noted("name" + i, HERE, 1);
        }
        assertThat(refusal(name, "Wrong.Word.1", HERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);

        Refusal refused = refusal(name, PASSWORD, HERE);
        assertThat(refused.rejection()).isEqualTo(Rejection.TOO_MANY_ATTEMPTS);
        assertThat(refused.retryAfter()).isEqualTo(60);
        assertThat(signIn(name, PASSWORD, THERE).isExceptional()).isFalse();

        clock.move(Duration.ofSeconds(60));
        assertThat(signIn(PASSWORD).id()).isEqualTo(ada.toString());
    }

    @Test
    void no_table_holds_a_name_that_was_typed() {
        refusal("Secret.Typed.1", "x", HERE);

        assertThat(tables.jdbc()
                        .sql("SELECT name FROM command.wrong_sign_in")
                        .query(String.class)
                        .single())
                .matches("[0-9a-f]{64}");
    }

    private void noted(String username, String address, int number) {
        WrongSignIns noting = new WrongSignIns(tables, key, clock, 10, 200);
        for (int i = 0; i < number; i++) {
            noting.note(username, address);
        }
    }

    private void wrong(int number) {
        for (int i = 0; i < number; i++) {
            clock.move(Duration.ofSeconds(10));
            assertThat(refusal(name, "Wrong.Word.1", HERE).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
        }
    }

    private long locks() {
        return store.readEvents(ada.toString())
                .asStream()
                .filter(fact -> fact.getPayload() instanceof UserLocked)
                .count();
    }

    private UserCreated created(SignInConfiguration configuration, boolean admin) {
        return new UserCreated(
                ada,
                name,
                configuration,
                "ada@example.org",
                "Ada",
                "Lovelace",
                PrimaryRole.QUALITY_ENGINEER,
                admin,
                password);
    }

    private void fact(UserEvent fact) {
        version = store.lastSequenceNumberFor(ada.toString()).orElse(-1L) + 1;
        Runnable publish = () -> store.publish(message(ada, fact, version));
        Thread outsideOfAnyDecision = new Thread(publish);
        outsideOfAnyDecision.start();
        try {
            outsideOfAnyDecision.join();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static GenericDomainEventMessage<UserEvent> message(UserId user, UserEvent fact, long version) {
        return new GenericDomainEventMessage<>(
                "User", user.toString(), version, fact, Map.of(Provenance.ACTOR_NAME, "root"));
    }

    private Actor signIn(String clear) {
        ResultMessage<Actor> result = signIn(name, clear, HERE);
        assertThat(result.isExceptional())
                .as(() -> String.valueOf(result.exceptionResult()))
                .isFalse();
        return result.getPayload();
    }

    private Refusal refusal(String username, String clear, String address) {
        return ((Rejected) signIn(username, clear, address).exceptionResult()).refusal();
    }

    private ResultMessage<Actor> signIn(String username, String clear, String address) {
        SignIn command = new SignIn(username, key.seal(clear), address);
        return DefaultUnitOfWork.startAndGet(new GenericMessage<>(command))
                .executeWithResult(() -> signIns.decide(command), failure -> false);
    }
}
