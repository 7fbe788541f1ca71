package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.Via;
import dev.rollcall.api.user.ChangeOwnPassword;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.OpenSession;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.ResumeSession;
import dev.rollcall.api.user.SessionView;
import dev.rollcall.api.user.SignIn;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.command.Room;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One's own password, by messages, with everything that a message passes. */
class ChangeOwnPasswordTest {

    private static final String GIVEN = "First.Word.1";
    private static final String NEXT = "Second.Word.2";

    private static Room room;

    private final UserId ada = new UserId(UUID.randomUUID());
    private final String name = "u" + ada;

    @BeforeAll
    static void open() {
        room = new Room();
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @Test
    void the_password_that_an_administrator_gave_signs_in_everywhere_and_its_owner_takes_another() {
        create();
        assertThat(signIn(GIVEN)).as("as before, for scripts").isEqualTo(actor());
        String session = openSession(GIVEN);
        assertThat(resume(session).orElseThrow().passwordTemporary()).isTrue();

        Accepted changed = (Accepted) change(GIVEN, NEXT, NEXT);

        assertThat(changed.user().updatedBy()).isEqualTo(name);
        assertThat(changed.position()).isNotNull();
        assertThat(room.last(ada).getPayload()).isInstanceOf(PasswordChanged.class);
        assertThat(room.last(ada).getMetaData().get(Provenance.ACTOR_ID)).isEqualTo(ada.toString());
        assertThat(room.last(ada).getMetaData().get(Provenance.VIA)).isEqualTo("CONSOLE");
        assertThat(resume(session)).as("of before").isEmpty();
        assertThat(resume(openSession(NEXT)).orElseThrow().passwordTemporary()).isFalse();
        assertThat(room.refusal(new SignIn(name, seal(GIVEN), "192.0.2.9"), Map.of()))
                .isEqualTo(Rejection.NOT_SIGNED_IN);
    }

    @Test
    void everything_that_is_wrong_with_the_new_one_is_told() {
        create();

        assertThat(errors(GIVEN, "x", "y"))
                .containsExactly("/password too_short", "/confirmPassword password_mismatch");
        assertThat(errors(GIVEN, "A1." + name, "A1." + name)).containsExactly("/password password_contains_username");
        assertThat(errors(GIVEN, "", "")).containsExactly("/password required");
        assertThat(errors(GIVEN, GIVEN, GIVEN)).containsExactly("/password password_reused");
        assertThat(room.last(ada).getSequenceNumber()).isZero();
    }

    @Test
    void guessing_the_present_one_is_counted_as_wrong_sign_ins() {
        create();
        for (int i = 0; i < 5; i++) {
            assertThat(refused("Wrong.Word." + i, NEXT).refusal().rejection()).isEqualTo(Rejection.NOT_SIGNED_IN);
        }

        assertThat(room.last(ada).getPayload()).isInstanceOf(UserLocked.class);
        assertThat(refused(GIVEN, NEXT).refusal().rejection())
                .as("whoever is locked acts no more")
                .isEqualTo(Rejection.FORBIDDEN);
    }

    @Test
    void nobody_changes_somebody_elses_and_not_even_an_administrator_who_knows_it() {
        create();

        assertThat(room.refusal(command(GIVEN, NEXT, NEXT), room.byAdmin())).isEqualTo(Rejection.FORBIDDEN);

        assertThat(signIn(GIVEN)).isEqualTo(actor());
    }

    private void create() {
        room.send(
                new CreateUser(
                        ada,
                        name,
                        SignInConfiguration.DEFAULT,
                        name + "@example.org",
                        "Ada",
                        "Lovelace",
                        seal(GIVEN),
                        seal(GIVEN),
                        PrimaryRole.QUALITY_ENGINEER,
                        null,
                        List.of()),
                room.byAdmin());
    }

    private Actor actor() {
        return new Actor(Actor.Kind.USER, ada.toString(), name, List.of("QUALITY_ENGINEER"));
    }

    private Object signIn(String password) {
        return room.send(new SignIn(name, seal(password), "192.0.2.9"), Map.of());
    }

    private String openSession(String password) {
        String session = UUID.randomUUID().toString();
        room.send(
                new OpenSession(
                        name,
                        seal(password),
                        "192.0.2.9",
                        session,
                        null,
                        UUID.randomUUID().toString()),
                Map.of());
        return session;
    }

    private Optional<SessionView> resume(String session) {
        return room.ask(
                new ResumeSession(session, false),
                ResponseTypes.optionalInstanceOf(SessionView.class),
                new Provenance(Actor.SYSTEM, Via.CONSOLE, "c-1").toMetaData());
    }

    private ChangeOwnPassword command(String current, String password, String confirmation) {
        return new ChangeOwnPassword(ada, "192.0.2.9", seal(current), seal(password), seal(confirmation));
    }

    private Object change(String current, String password, String confirmation) {
        return room.send(
                command(current, password, confirmation), new Provenance(actor(), Via.CONSOLE, "c-1").toMetaData());
    }

    private Rejected refused(String current, String password) {
        return catchThrowableOfType(Rejected.class, () -> change(current, password, password));
    }

    private List<String> errors(String current, String password, String confirmation) {
        return catchThrowableOfType(Rejected.class, () -> change(current, password, confirmation))
                .refusal()
                .errors()
                .stream()
                .map(error -> error.pointer() + " " + error.code())
                .toList();
    }

    private static Sealed seal(String clear) {
        return room.key().seal(clear);
    }
}
