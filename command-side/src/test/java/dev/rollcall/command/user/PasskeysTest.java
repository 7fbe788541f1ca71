package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.Via;
import dev.rollcall.api.user.ChallengePasskey;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.FindPasskeys;
import dev.rollcall.api.user.OpenSession;
import dev.rollcall.api.user.PasskeyRegistered;
import dev.rollcall.api.user.PasskeyRemoved;
import dev.rollcall.api.user.PasskeyView;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.ProvePasskey;
import dev.rollcall.api.user.RegisterPasskey;
import dev.rollcall.api.user.RemoveOwnPasskey;
import dev.rollcall.api.user.RemovePasskeys;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.ResumeSession;
import dev.rollcall.api.user.SessionView;
import dev.rollcall.api.user.SessionView.PasskeyStep;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.Room;
import dev.rollcall.command.engine.Tables;
import dev.rollcall.command.passkey.SoftAuthenticator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The second factor, by messages, with authenticators that say what real ones do. */
class PasskeysTest {

    private static final String PASSWORD = "First.Word.1";
    private static final String HOST = "rollcall.example.org";
    private static final String SITE = "https://rollcall.example.org";
    private static final Pattern CHALLENGE = Pattern.compile("\"challenge\":\"([A-Za-z0-9_-]{43})\"");

    private static Room room;
    private static Room strict;

    private final SoftAuthenticator device = new SoftAuthenticator();
    private UserId ada;
    private String name;
    private String session;

    @BeforeAll
    static void open() {
        room = new Room("rollcall.command.passkey.host=" + HOST);
        strict = new Room("rollcall.command.passkey.host=" + HOST, "rollcall.command.passkey.required=true");
    }

    @AfterAll
    static void close() {
        room.close();
        strict.close();
    }

    @BeforeEach
    void ada_signs_in() {
        create(room);
        session = signIn(room);
    }

    @Test
    void who_has_none_signs_in_without() {
        assertThat(step(room, session)).isEqualTo(PasskeyStep.DONE);
    }

    @Test
    void who_has_one_gives_it_in_every_session_before_that_is_worth_anything() {
        String elsewhere = signIn(room);
        register(room, device);
        assertThat(step(room, session)).as("it was made here").isEqualTo(PasskeyStep.DONE);
        assertThat(resume(room, elsewhere)).as("opened before there was one").isEmpty();

        String next = signIn(room);
        assertThat(step(room, next)).isEqualTo(PasskeyStep.GIVE);
        prove(next, device.sign(challenge(room, next, false), SITE, HOST));

        assertThat(step(room, next)).isEqualTo(PasskeyStep.DONE);
        assertThat(step(room, signIn(room))).as("another one").isEqualTo(PasskeyStep.GIVE);
        PasskeyView passkey = passkeys(room).get(0);
        assertThat(passkey.label()).isEqualTo("Blue key");
        assertThat(passkey.lastUsedAt()).isAfter(passkey.createdAt());
        assertThat(room.last(ada).getPayload()).isEqualTo(new PasskeyRegistered(ada, passkey.passkey()));
        assertThat(room.last(ada).getMetaData()).containsEntry(Provenance.ACTOR_ID, ada.toString());
    }

    @Test
    void an_answer_is_good_once_and_for_the_session_it_was_asked_in() {
        register(room, device);
        String next = signIn(room);
        // one that does not count: nothing but the challenge tells an answer from the same one again
        device.count = -1;
        String answer = device.sign(challenge(room, next, false), SITE, HOST);
        String stolen = signIn(room);
        assertRefused(stolen, answer, "nothing was asked there");
        challenge(room, stolen, false);
        assertRefused(stolen, answer, "something else was asked there");

        prove(next, answer);
        assertRefused(next, answer, "it was given");
        challenge(room, next, false);
        assertRefused(next, answer, "something else was asked since");
    }

    @Test
    void what_does_not_come_from_here_is_none() {
        register(room, device);
        String next = signIn(room);

        assertRefused(next, new SoftAuthenticator().sign(challenge(room, next, false), SITE, HOST), "of nobody");
        assertRefused(
                next, device.sign(challenge(room, next, false), "https://rollcall.example.com", HOST), "a page there");
        assertRefused(next, device.sign(challenge(room, next, false), SITE, "example.com"), "bound to another one");
        String answer = device.sign(challenge(room, next, false), SITE, HOST);
        int signature = answer.indexOf("\"signature\": \"") + 40;
        String forged = answer.substring(0, signature)
                + (answer.charAt(signature) == 'A' ? 'B' : 'A')
                + answer.substring(signature + 1);
        assertRefused(next, forged, "wrongly signed");
        challenge(room, next, false);
        assertRefused(next, "{}", "no answer at all");
        challenge(room, next, false);
        assertRefused(next, "{\"id\":\"" + "A".repeat(20_000) + "\"}", "too much of it");
        assertThat(step(room, next)).isEqualTo(PasskeyStep.GIVE);
    }

    @Test
    void somebody_elses_is_none() {
        SoftAuthenticator others = new SoftAuthenticator();
        register(room, others);
        create(room);
        session = signIn(room);
        register(room, device);
        String next = signIn(room);

        assertRefused(next, others.sign(challenge(room, next, false), SITE, HOST), "another user's");
    }

    @Test
    void one_that_did_not_count_on_may_be_a_copy() {
        register(room, device);
        String next = signIn(room);
        device.count = 7;
        prove(next, device.sign(challenge(room, next, false), SITE, HOST));

        device.count = 7;
        String late = signIn(room);
        assertRefused(late, device.sign(challenge(room, late, false), SITE, HOST), "it counted as far before");
        device.count = 3;
        assertRefused(late, device.sign(challenge(room, late, false), SITE, HOST), "it counted further before");
        assertThat(step(room, late)).isEqualTo(PasskeyStep.GIVE);
    }

    @Test
    void an_answer_that_comes_too_late_is_none() {
        register(room, device);
        String next = signIn(room);
        String answer = device.sign(challenge(room, next, false), SITE, HOST);
        room.bean(Tables.class)
                .jdbc()
                .sql("UPDATE command.session SET challenge_at = challenge_at - interval '6 minutes' WHERE digest = ?")
                .param(next)
                .update();

        assertRefused(next, answer, "after six minutes");
    }

    @Test
    void one_more_takes_the_password_and_a_session_in_which_one_was_given() {
        register(room, device);
        String next = signIn(room);
        SoftAuthenticator second = new SoftAuthenticator();
        assertThat(room.refusal(new ChallengePasskey(next, true), system())).isEqualTo(Rejection.NOT_SIGNED_IN);
        assertThat(room.refusal(registration(next, PASSWORD, second.register("A".repeat(43), SITE, HOST)), asAda()))
                .isEqualTo(Rejection.FORBIDDEN);
        assertThat(room.refusal(
                        registration(
                                session, "Wrong.Word.1", second.register(challenge(room, session, true), SITE, HOST)),
                        asAda()))
                .isEqualTo(Rejection.NOT_SIGNED_IN);
        assertThat(room.refusal(
                        registration(session, PASSWORD, second.register(challenge(room, session, true), SITE, HOST)),
                        room.byAdmin()))
                .as("for somebody else")
                .isEqualTo(Rejection.FORBIDDEN);

        String other = "https://rollcall.example.com";
        assertThat(errors(
                        registration(session, PASSWORD, second.register(challenge(room, session, true), other, HOST))))
                .containsExactly("/credential passkey_refused");
        assertThat(errors(registration(session, PASSWORD, device.register(challenge(room, session, true), SITE, HOST))))
                .as("it is one already")
                .containsExactly("/credential passkey_refused");
        assertThat(errors(new RegisterPasskey(ada, session, "192.0.2.9", seal(room, PASSWORD), " ", "{}")))
                .containsExactly("/label required");

        register(room, second);
        assertThat(passkeys(room)).hasSize(2);
    }

    @Test
    void its_owner_removes_it_with_the_password_and_it_is_worth_nothing() {
        register(room, device);
        PasskeyView passkey = passkeys(room).get(0);
        String other = signIn(room);
        prove(other, device.sign(challenge(room, other, false), SITE, HOST));
        assertThat(room.refusal(removal(passkey, "Wrong.Word.1"), asAda())).isEqualTo(Rejection.NOT_SIGNED_IN);

        room.send(removal(passkey, PASSWORD), asAda());

        assertThat(passkeys(room)).isEmpty();
        assertThat(room.last(ada).getPayload()).isEqualTo(new PasskeyRemoved(ada, passkey.passkey()));
        assertThat(step(room, session)).isEqualTo(PasskeyStep.DONE);
        assertThat(resume(room, other)).as("other sessions").isEmpty();
        assertThat(rows()).isZero();
    }

    @Test
    void an_administrator_takes_them_from_who_lost_the_device_and_that_ends_every_session() {
        register(room, device);
        PasskeyView passkey = passkeys(room).get(0);

        room.send(new RemovePasskeys(ada), room.byAdmin());

        assertThat(resume(room, session)).isEmpty();
        assertThat(room.last(ada).getPayload()).isEqualTo(new PasskeyRemoved(ada, passkey.passkey()));
        assertThat(room.last(ada).getMetaData())
                .containsEntry(Provenance.ACTOR_ID, room.admin().id());
        assertThat(rows()).isZero();
        assertThat(step(room, signIn(room))).isEqualTo(PasskeyStep.DONE);
    }

    @Test
    void they_go_with_their_user() {
        register(room, device);

        room.send(new RemoveUser(ada, null), room.byAdmin());

        assertThat(rows()).isZero();
    }

    @Test
    void where_one_is_required_a_session_is_worth_nothing_until_there_is_one() {
        create(strict);
        session = signIn(strict);
        assertThat(step(strict, session)).isEqualTo(PasskeyStep.REGISTER);

        register(strict, device);

        assertThat(step(strict, session)).isEqualTo(PasskeyStep.DONE);
        assertThat(step(strict, signIn(strict))).isEqualTo(PasskeyStep.GIVE);
        strict.send(removal(passkeys(strict).get(0), strict), asAda());
        assertThat(step(strict, session)).isEqualTo(PasskeyStep.REGISTER);
    }

    private void create(Room where) {
        ada = new UserId(UUID.randomUUID());
        name = "u" + ada;
        Sealed password = seal(where, PASSWORD);
        where.send(
                new CreateUser(
                        ada,
                        name,
                        SignInConfiguration.DEFAULT,
                        name + "@example.org",
                        "Ada",
                        "Winter",
                        password,
                        password,
                        PrimaryRole.QUALITY_ENGINEER,
                        null,
                        List.of()),
                where.byAdmin());
    }

    private String signIn(Room where) {
        String opened = UUID.randomUUID().toString();
        String browser = UUID.randomUUID().toString();
        where.send(new OpenSession(name, seal(where, PASSWORD), "192.0.2.9", opened, null, browser), Map.of());
        return opened;
    }

    private void register(Room where, SoftAuthenticator by) {
        String made = by.register(challenge(where, session, true), SITE, HOST);
        where.send(new RegisterPasskey(ada, session, "192.0.2.9", seal(where, PASSWORD), " Blue key ", made), asAda());
    }

    private RegisterPasskey registration(String in, String password, String made) {
        return new RegisterPasskey(ada, in, "192.0.2.9", seal(room, password), "Red key", made);
    }

    private RemoveOwnPasskey removal(PasskeyView passkey, String password) {
        return new RemoveOwnPasskey(ada, passkey.passkey(), session, "192.0.2.9", seal(room, password));
    }

    private RemoveOwnPasskey removal(PasskeyView passkey, Room where) {
        return new RemoveOwnPasskey(ada, passkey.passkey(), session, "192.0.2.9", seal(where, PASSWORD));
    }

    private static String challenge(Room where, String in, boolean registration) {
        String options = (String) where.send(new ChallengePasskey(in, registration), system());
        Matcher challenge = CHALLENGE.matcher(options);
        assertThat(challenge.find()).as(options).isTrue();
        return challenge.group(1);
    }

    private static void prove(String in, String answer) {
        room.send(new ProvePasskey(in, "192.0.2.9", answer), system());
    }

    private static void assertRefused(String in, String answer, String why) {
        assertThat(room.refusal(new ProvePasskey(in, "192.0.2.9", answer), system()))
                .as(why)
                .isEqualTo(Rejection.NOT_SIGNED_IN);
    }

    private List<String> errors(Object command) {
        return catchThrowableOfType(Rejected.class, () -> room.send(command, asAda())).refusal().errors().stream()
                .map(error -> error.pointer() + " " + error.code())
                .toList();
    }

    private PasskeyStep step(Room where, String in) {
        return resume(where, in).orElseThrow().passkey();
    }

    private static Optional<SessionView> resume(Room where, String in) {
        return where.ask(new ResumeSession(in, false), ResponseTypes.optionalInstanceOf(SessionView.class), system());
    }

    private List<PasskeyView> passkeys(Room where) {
        return where.ask(new FindPasskeys(ada), ResponseTypes.multipleInstancesOf(PasskeyView.class), asAda());
    }

    private int rows() {
        return room.bean(Tables.class)
                .jdbc()
                .sql("SELECT count(*) FROM command.passkey WHERE user_id = ?")
                .param(ada.value())
                .query(Integer.class)
                .single();
    }

    private Map<String, String> asAda() {
        Actor actor = new Actor(Actor.Kind.USER, ada.toString(), name, List.of("QUALITY_ENGINEER"));
        return new Provenance(actor, Via.CONSOLE, "c-1").toMetaData();
    }

    private static Map<String, String> system() {
        return new Provenance(Actor.SYSTEM, Via.CONSOLE, "c-1").toMetaData();
    }

    private static Sealed seal(Room where, String clear) {
        return where.key().seal(clear);
    }
}
