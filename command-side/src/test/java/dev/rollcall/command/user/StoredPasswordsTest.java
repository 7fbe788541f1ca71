package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.command.Stage;
import dev.rollcall.command.StageClock;
import dev.rollcall.command.engine.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Hashes in real tables, and the sweeper that looks after them. */
class StoredPasswordsTest {

    private static InstallationKey key;
    private static Tables tables;

    private final StageClock clock = new StageClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final StoredPasswords passwords = new StoredPasswords(tables, key, HashingTest.quick(), clock);
    private final StoredPasskeys passkeys = new StoredPasskeys(tables, clock);
    private final EventStore store = Stage.store();
    private final WrongSignIns wrongSignIns = new WrongSignIns(tables, key, clock, 10, 200);
    private final PasswordSweeper sweeper = new PasswordSweeper(
            passwords,
            passkeys,
            wrongSignIns,
            new SourcedUsers(store, (user, then) -> 0),
            new Credentials(passwords, passkeys, new PasswordPolicy(8, 128, 2, false)),
            clock);
    private final UserId ada = new UserId(UUID.randomUUID());
    private final UserId bob = new UserId(UUID.randomUUID());

    @BeforeAll
    static void begin() {
        key = InstallationKey.random();
        tables = Tables.of(Stage.database(), key);
    }

    @BeforeEach
    void empty() {
        tables.jdbc().sql("DELETE FROM command.password").update();
        tables.jdbc().sql("DELETE FROM command.wrong_sign_in").update();
    }

    @Test
    void a_kept_password_is_recognised_and_not_readable() {
        PasswordId first = passwords.keep(ada, "Open.Sesame.1");
        PasswordId second = passwords.keep(bob, "Open.Sesame.2");

        assertThat(passwords.matches(first, "Open.Sesame.1")).isTrue();
        assertThat(passwords.matches(first, "Open.Sesame.2")).isFalse();
        assertThat(passwords.matches(second, "Open.Sesame.2")).isTrue();
        assertThat(first.value().version()).isEqualTo(7);
        assertThat(tables.jdbc()
                        .sql("SELECT hash FROM command.password")
                        .query(String.class)
                        .list())
                .hasSize(2)
                .allSatisfy(hash -> assertThat(hash).startsWith("$argon2id$").doesNotContain("Sesame"));
    }

    @Test
    void a_password_hashed_with_less_is_hashed_anew_once_it_is_right_under_the_same_name() {
        PasswordId password = passwords.keep(ada, "Open.Sesame.1");
        StoredPasswords dearer = new StoredPasswords(
                tables,
                key,
                new Hashing(new Argon2PasswordEncoder(16, 32, 1, 128, 2), 8, Duration.ofSeconds(3)),
                clock);

        assertThat(dearer.matches(password, "Wrong.Word.1")).isFalse();
        assertThat(hash(password)).startsWith("$argon2id$v=19$m=64,t=1,");

        assertThat(dearer.matches(password, "Open.Sesame.1")).isTrue();
        String hash = hash(password);
        assertThat(hash).startsWith("$argon2id$v=19$m=128,t=2,");
        assertThat(dearer.matches(password, "Open.Sesame.1")).isTrue();
        assertThat(hash(password)).as("once").isEqualTo(hash);
        assertThat(passwords.matches(password, "Open.Sesame.1"))
                .as("by a process that has not been told yet")
                .isTrue();
        assertThat(hash(password)).as("and never back").isEqualTo(hash);
    }

    private static String hash(PasswordId password) {
        return tables.jdbc()
                .sql("SELECT hash FROM command.password WHERE id = ?")
                .param(password.value())
                .query(String.class)
                .single();
    }

    @Test
    void an_accent_counts_however_it_is_composed() {
        PasswordId password = passwords.keep(ada, "Caf\u00e9.Noir.1");

        assertThat(passwords.matches(password, "Cafe\u0301.Noir.1")).isTrue();
        assertThat(passwords.matches(password, "Cafe.Noir.1")).isFalse();
    }

    @Test
    void what_is_not_kept_matches_nothing() {
        assertThat(passwords.matches(new PasswordId(UUID.randomUUID()), "Open.Sesame.1"))
                .isFalse();
        assertThat(passwords.matchesNothing("a password that nobody has")).isFalse();
    }

    @Test
    void only_those_forgotten_are_gone() {
        PasswordId first = passwords.keep(ada, "Open.Sesame.1");
        PasswordId second = passwords.keep(ada, "Open.Sesame.2");

        passwords.forget(List.of(first));

        assertThat(kept()).containsExactly(second);
    }

    @Test
    void a_blank_password_is_none() {
        assertThat(passwords.open(key.seal("  \t "))).isEmpty();
        assertThat(passwords.open(key.seal(" x "))).isEqualTo(" x ");
    }

    @Test
    void what_another_installation_sealed_is_not_opened() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> passwords.open(InstallationKey.random().seal("x")));
    }

    @Test
    void the_sweeper_leaves_alone_what_may_still_get_its_fact() {
        PasswordId named = passwords.keep(ada, "Open.Sesame.1");
        PasswordId underWay = passwords.keep(ada, "Open.Sesame.2");
        fact(ada, created(ada, named));
        clock.move(PasswordSweeper.PATIENCE);

        sweeper.sweep();
        assertThat(kept()).containsExactlyInAnyOrder(named, underWay);

        clock.move(Duration.ofMillis(1));
        sweeper.sweep();
        assertThat(kept()).containsExactly(named);
    }

    @Test
    void the_sweeper_removes_hashes_of_users_who_never_came_to_be() {
        passwords.keep(bob, "Open.Sesame.1");
        clock.move(PasswordSweeper.PATIENCE.plusSeconds(1));

        sweeper.sweep();

        assertThat(kept()).isEmpty();
    }

    @Test
    void the_sweeper_removes_what_no_password_is_compared_with_any_more_once_another_was_set() {
        PasswordId first = passwords.keep(ada, "Open.Sesame.1");
        fact(ada, created(ada, first));
        clock.move(PasswordSweeper.PATIENCE.plusSeconds(1));
        sweeper.sweep();
        PasswordId second = passwords.keep(ada, "Open.Sesame.2");
        PasswordId third = passwords.keep(ada, "Open.Sesame.3");
        fact(ada, new PasswordChanged(ada, second));
        fact(ada, new PasswordChanged(ada, third));
        clock.move(PasswordSweeper.PATIENCE.plusSeconds(1));

        sweeper.sweep();

        assertThat(kept()).containsExactlyInAnyOrder(second, third);
        assertThat(passwords.unsettled(clock.instant())).isEmpty();
    }

    @Test
    void what_is_settled_is_not_looked_at_again_until_it_is_doubted() {
        PasswordId first = passwords.keep(ada, "Open.Sesame.1");
        PasswordId other = passwords.keep(bob, "Open.Sesame.2");
        fact(ada, created(ada, first));
        fact(bob, created(bob, other));
        clock.move(PasswordSweeper.PATIENCE.plusSeconds(1));
        assertThat(passwords.unsettled(clock.instant())).containsExactlyInAnyOrder(ada, bob);
        sweeper.sweep();
        assertThat(passwords.unsettled(clock.instant())).isEmpty();

        fact(ada, new UserRemoved(ada));
        passwords.doubt(ada);
        assertThat(passwords.unsettled(clock.instant())).containsExactly(ada);
        sweeper.sweep();

        assertThat(kept()).containsExactly(other);
    }

    @Test
    void wrong_sign_ins_that_no_limit_looks_at_any_more_are_swept() {
        wrongSignIns.note("old", "192.0.2.1");
        clock.move(Duration.ofMinutes(10));
        wrongSignIns.note("new", "192.0.2.1");
        sweeper.sweep();
        assertThat(wrongOnes()).isEqualTo(2);

        clock.move(Duration.ofMillis(1));
        sweeper.sweep();
        assertThat(wrongOnes()).isEqualTo(1);
    }

    private int wrongOnes() {
        return tables.jdbc()
                .sql("SELECT count(*) FROM command.wrong_sign_in")
                .query(Integer.class)
                .single();
    }

    private List<PasswordId> kept() {
        return tables.jdbc().sql("SELECT id FROM command.password").query(UUID.class).list().stream()
                .map(PasswordId::new)
                .toList();
    }

    private static UserCreated created(UserId user, PasswordId password) {
        return new UserCreated(
                user,
                "u" + user,
                SignInConfiguration.DEFAULT,
                "x@example.org",
                "X",
                "Y",
                PrimaryRole.QUALITY_ENGINEER,
                false,
                password);
    }

    private void fact(UserId user, UserEvent fact) {
        long version = store.lastSequenceNumberFor(user.toString()).orElse(-1L) + 1;
        store.publish(new GenericDomainEventMessage<>(
                "User", user.toString(), version, fact, Map.of(Provenance.ACTOR_NAME, "root")));
    }
}
