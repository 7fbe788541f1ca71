package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.CloseSession;
import dev.rollcall.api.user.OpenSession;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.ResumeSession;
import dev.rollcall.api.user.SessionView;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEmailChanged;
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
import dev.rollcall.command.engine.CommandSettings;
import dev.rollcall.command.engine.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Staying signed in, with real tables and a real store. */
class SessionsTest {

    private static final String PASSWORD = "Open.Sesame.1";

    private static InstallationKey key;
    private static Tables tables;

    private final StageClock clock = new StageClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final EventStore store = Stage.store();
    private final UserId ada = new UserId(UUID.randomUUID());
    private final String name = "u" + ada;
    private final Claims claims = mock(Claims.class);
    private final StoredPasswords passwords = new StoredPasswords(tables, key, HashingTest.quick(), clock);
    private final StoredSessions stored = new StoredSessions(
            tables, clock, new CommandSettings.Session(Duration.ofMinutes(30), Duration.ofHours(12), 3));
    private final Sessions sessions = room();
    private long version;

    @BeforeAll
    static void begin() {
        key = InstallationKey.random();
        tables = Tables.of(Stage.database(), key);
    }

    /** Another process of the same installation, or the same one later. */
    private Sessions room() {
        SourcedUsers users = new SourcedUsers(store, (user, then) -> 0);
        return new Sessions(
                new SignIns(
                        claims,
                        users,
                        Stage.aggregates(store).oneAtATime(User.class),
                        mock(Administrators.class),
                        passwords,
                        new RememberedPasswords(System::nanoTime),
                        new WrongSignIns(tables, key, clock, 10, 200),
                        new KnownBrowsers(tables, clock, Duration.ofDays(90), Duration.ofMinutes(15)),
                        5),
                users,
                stored,
                new KnownBrowsers(tables, clock, Duration.ofDays(90), Duration.ofMinutes(15)),
                false);
    }

    @BeforeEach
    void ada_is_an_administrator() {
        when(claims.owner(any(), any())).thenReturn(Optional.empty());
        when(claims.owner(ClaimKind.USERNAME, name)).thenReturn(Optional.of(ada.toString()));
        fact(new UserCreated(
                ada,
                name,
                SignInConfiguration.DEFAULT,
                name + "@example.org",
                "Ada",
                "Lovelace",
                PrimaryRole.QUALITY_MANAGER,
                true,
                passwords.keep(ada, PASSWORD)));
    }

    @Test
    void whoever_comes_back_with_a_session_is_who_opened_it_in_every_process() {
        String session = open();

        assertThat(resume(session).orElseThrow().actor().id()).isEqualTo(ada.toString());
        assertThat(resume(session).orElseThrow().until()).isEqualTo(Instant.parse("2026-03-01T20:00:00Z"));
        assertThat(room().answer(new ResumeSession(session, false))).isPresent();
        assertThat(resume(UUID.randomUUID().toString())).isEmpty();
    }

    @Test
    void a_wrong_password_opens_nothing() {
        String session = UUID.randomUUID().toString();

        assertThat(decide(new OpenSession(
                                name,
                                key.seal("Wrong.Word.1"),
                                "192.0.2.1",
                                session,
                                null,
                                UUID.randomUUID().toString()))
                        .exceptionResult())
                .isInstanceOf(Rejected.class);

        assertThat(resume(session)).isEmpty();
    }

    @Test
    void the_roles_are_those_of_now() {
        String session = open();
        assertThat(resume(session).orElseThrow().actor().administrator()).isTrue();

        fact(new AdminDropped(ada));

        assertThat(resume(session).orElseThrow().actor().administrator()).isFalse();
    }

    @Test
    void it_ends_with_a_lock_and_does_not_come_back_with_the_unlock() {
        String session = open();

        fact(new UserLocked(ada, 5));
        assertThat(resume(session)).isEmpty();

        fact(new UserUnlocked(ada));
        assertThat(resume(session)).isEmpty();
    }

    @Test
    void it_ends_with_another_password_and_with_the_user_and_with_nothing_else() {
        String first = open();
        fact(new UserEmailChanged(ada, "countess@example.org"));
        assertThat(resume(first)).isPresent();

        PasswordId next = passwords.keep(ada, PASSWORD);
        fact(new PasswordChanged(ada, next));
        assertThat(resume(first)).isEmpty();

        String second = open();
        assertThat(resume(second)).isPresent();
        fact(new UserRemoved(ada));
        assertThat(resume(second)).isEmpty();
    }

    @Test
    void a_password_that_somebody_else_set_is_temporary_until_its_owner_takes_another() {
        assertThat(resume(open()).orElseThrow().passwordTemporary())
                .as("as the facts of the first start say")
                .isFalse();

        fact(
                new PasswordChanged(ada, passwords.keep(ada, PASSWORD)),
                UUID.randomUUID().toString());
        assertThat(resume(open()).orElseThrow().passwordTemporary()).isTrue();
        fact(new UserEmailChanged(ada, "countess@example.org"), ada.toString());
        assertThat(resume(open()).orElseThrow().passwordTemporary()).isTrue();

        fact(new PasswordChanged(ada, passwords.keep(ada, PASSWORD)), ada.toString());
        assertThat(resume(open()).orElseThrow().passwordTemporary()).isFalse();
    }

    @Test
    void it_ends_when_it_is_closed() {
        String session = open();
        String other = open();

        sessions.decide(new CloseSession(session));

        assertThat(resume(session)).isEmpty();
        assertThat(resume(other)).isPresent();
    }

    @Test
    void it_ends_when_it_was_idle_for_too_long_and_a_page_that_looks_by_itself_does_not_count() {
        String session = open();
        for (int i = 0; i < 3; i++) {
            clock.move(Duration.ofMinutes(29));
            assertThat(resume(session)).isPresent();
        }
        clock.move(Duration.ofMinutes(29));
        assertThat(sessions.answer(new ResumeSession(session, true))).isPresent();

        clock.move(Duration.ofMinutes(2));

        assertThat(resume(session)).isEmpty();
        stored.sweep();
        assertThat(rows(session)).isZero();
    }

    @Test
    void it_ends_some_day_however_much_it_is_used() {
        String session = open();
        for (int i = 0; i < 12 * 60 / 20 - 1; i++) {
            clock.move(Duration.ofMinutes(20));
            assertThat(resume(session)).isPresent();
        }
        clock.move(Duration.ofMinutes(20));

        assertThat(resume(session)).isEmpty();
    }

    @Test
    void one_too_many_ends_the_oldest() {
        String first = open();
        clock.move(Duration.ofSeconds(1));
        String second = open();
        clock.move(Duration.ofSeconds(1));
        String third = open();
        clock.move(Duration.ofSeconds(1));
        assertThat(resume(first)).isPresent();

        String fourth = open();

        assertThat(resume(first)).isEmpty();
        assertThat(List.of(second, third, fourth))
                .allMatch(session -> resume(session).isPresent());
    }

    private String open() {
        String session = UUID.randomUUID().toString();
        assertThat(decide(new OpenSession(
                                name,
                                key.seal(PASSWORD),
                                "192.0.2.1",
                                session,
                                null,
                                UUID.randomUUID().toString()))
                        .isExceptional())
                .isFalse();
        return session;
    }

    private ResultMessage<Actor> decide(OpenSession command) {
        return DefaultUnitOfWork.startAndGet(new GenericMessage<>(command))
                .executeWithResult(() -> sessions.decide(command), failure -> false);
    }

    private Optional<SessionView> resume(String session) {
        return sessions.answer(new ResumeSession(session, false));
    }

    private int rows(String session) {
        return tables.jdbc()
                .sql("SELECT count(*) FROM command.session WHERE digest = ?")
                .param(session)
                .query(Integer.class)
                .single();
    }

    private void fact(UserEvent fact) {
        fact(fact, Actor.SYSTEM.id());
    }

    private void fact(UserEvent fact, String by) {
        store.publish(new GenericDomainEventMessage<>(
                "User",
                ada.toString(),
                version++,
                fact,
                Map.of(Provenance.ACTOR_ID, by, Provenance.ACTOR_NAME, "root")));
    }
}
