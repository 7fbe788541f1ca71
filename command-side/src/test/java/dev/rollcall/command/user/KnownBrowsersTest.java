package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.OpenSession;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignIn;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.command.Room;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stranger's wrong sign-ins, and the browser where the user has signed in before. */
class KnownBrowsersTest {

    private static final String PASSWORD = "First.Word.1";

    private static Room room;

    private final UserId root = new UserId(UUID.randomUUID());
    private final String name = "u" + root;
    private final String stranger = UUID.randomUUID().toString();
    private String browser = UUID.randomUUID().toString();

    @BeforeAll
    static void open() {
        room = new Room();
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @BeforeEach
    void an_administrator_has_signed_in_in_a_browser() {
        Sealed password = room.key().seal(PASSWORD);
        room.send(
                new CreateUser(
                        root,
                        name,
                        SignInConfiguration.DEFAULT,
                        name + "@example.org",
                        "Ada",
                        "Lovelace",
                        password,
                        password,
                        PrimaryRole.QUALITY_MANAGER,
                        SecondaryRole.ADMIN,
                        List.of()),
                room.byAdmin());
        browser = signIn(null, PASSWORD);
    }

    @Test
    void a_lock_by_strangers_does_not_hold_where_the_user_has_signed_in_before() {
        strangersLock();
        assertThat(refused(null, PASSWORD).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
        assertThat(refused(stranger, PASSWORD).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);

        browser = signIn(browser, PASSWORD);

        assertThat(room.last(root).getPayload()).isInstanceOf(UserUnlocked.class);
        assertThat(room.send(
                        new EditUser(root, null, null, null, null, "Augusta", null, null, null, null, null, List.of()),
                        Map.copyOf(new dev.rollcall.api.Provenance(actor(), dev.rollcall.api.Via.CONSOLE, "c")
                                .toMetaData())))
                .as("an administrator again")
                .isNotNull();
    }

    @Test
    void whoever_was_freed_is_not_locked_again_by_the_same_strangers_right_away() {
        strangersLock();
        browser = signIn(browser, PASSWORD);

        for (int i = 0; i < 6; i++) {
            Refusal refusal = refused(null, "Wrong.Word." + i);
            assertThat(refusal.rejection()).isEqualTo(Rejection.TOO_MANY_ATTEMPTS);
            assertThat(refusal.retryAfter()).isBetween(800, 900);
        }

        assertThat(room.last(root).getPayload()).isInstanceOf(UserUnlocked.class);
        browser = signIn(browser, PASSWORD);
        assertThat(refused(null, "Wrong.Word.7").rejection())
                .as("also after the next sign-in")
                .isEqualTo(Rejection.TOO_MANY_ATTEMPTS);
    }

    @Test
    void a_known_browser_has_a_budget_of_its_own_and_is_a_stranger_once_that_is_used_up() {
        for (int i = 0; i < 4; i++) {
            assertThat(refused(null, "Wrong.Word.1").rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
            assertThat(refused(browser, "Wrong.Word.1").rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
        }
        assertThat(room.last(root).getPayload()).isNotInstanceOf(UserLocked.class);

        refused(browser, "Wrong.Word.1");

        assertThat(room.last(root).getPayload()).isEqualTo(new UserLocked(root, 5));
        assertThat(refused(browser, PASSWORD).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
        assertThat(room.last(root).getPayload()).isInstanceOf(UserLocked.class);
    }

    @Test
    void a_right_one_begins_the_budget_anew() {
        for (int row = 0; row < 2; row++) {
            for (int i = 0; i < 4; i++) {
                refused(browser, "Wrong.Word.1");
            }
            browser = signIn(browser, PASSWORD);
        }

        assertThat(room.last(root).getPayload()).isNotInstanceOf(UserLocked.class);
    }

    @Test
    void it_is_known_by_another_secret_with_every_sign_in_and_as_nobody_elses() {
        String before = browser;
        browser = signIn(browser, PASSWORD);
        strangersLock();

        assertThat(refused(before, PASSWORD).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
        String ofAdmin = UUID.randomUUID().toString();
        room.send(session("admin", Room.ADMIN_PASSWORD, null, ofAdmin), Map.of());
        assertThat(refused(ofAdmin, PASSWORD).rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
    }

    @Test
    void another_password_makes_it_a_stranger() {
        Sealed next = room.key().seal("Second.Word.2");
        room.send(
                new EditUser(root, null, null, null, null, null, null, next, next, null, null, List.of()),
                room.byAdmin());
        strangersLock();

        assertThat(refused(browser, "Second.Word.2").rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
    }

    private void strangersLock() {
        for (int i = 0; i < 5; i++) {
            assertThat(catchThrowableOfType(
                                    Rejected.class,
                                    () -> room.send(
                                            new SignIn(name, room.key().seal("Wrong.Word.1"), "192.0.2.66"), Map.of()))
                            .refusal()
                            .rejection())
                    .isEqualTo(Rejection.NOT_SIGNED_IN);
        }
        assertThat(room.last(root).getPayload()).isEqualTo(new UserLocked(root, 5));
    }

    private Actor actor() {
        return new Actor(Actor.Kind.USER, root.toString(), name, List.of("QUALITY_MANAGER", "ADMIN"));
    }

    /** By what the browser is known from now on. */
    private String signIn(@Nullable String known, String password) {
        String next = UUID.randomUUID().toString();
        assertThat(room.send(session(name, password, known, next), Map.of())).isEqualTo(actor());
        return next;
    }

    private Refusal refused(@Nullable String known, String password) {
        return catchThrowableOfType(
                        Rejected.class,
                        () -> room.send(
                                session(name, password, known, UUID.randomUUID().toString()), Map.of()))
                .refusal();
    }

    private static OpenSession session(String name, String password, @Nullable String known, String next) {
        return new OpenSession(
                name, room.key().seal(password), "192.0.2.7", UUID.randomUUID().toString(), known, next);
    }
}
