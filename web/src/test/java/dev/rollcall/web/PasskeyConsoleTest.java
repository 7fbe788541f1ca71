package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.ChallengePasskey;
import dev.rollcall.api.user.FindPasskeys;
import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.PasskeyView;
import dev.rollcall.api.user.ProvePasskey;
import dev.rollcall.api.user.RegisterPasskey;
import dev.rollcall.api.user.RemoveOwnPasskey;
import dev.rollcall.api.user.ResumeSession;
import dev.rollcall.api.user.SessionView;
import dev.rollcall.api.user.SessionView.PasskeyStep;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PasskeyConsoleTest extends WebTest {

    private static final String GIVE = "/console/passkey";
    private static final String OWN = "/console/passkeys";
    private static final String NEXT = "?next=%2Fconsole%2Ftest-page";

    private Browser browser;

    @BeforeEach
    void the_administrator_is_signed_in() {
        browser = new Browser(port).as("admin");
    }

    private void missing(PasskeyStep step, boolean temporary) {
        stage.on(
                ResumeSession.class,
                asked -> Optional.of(new SessionView(Stage.ADMIN, NOW.plusSeconds(60), temporary, step)));
    }

    private String sentTo(String path) {
        return browser.get(path).header("Location");
    }

    @Test
    void until_it_is_given_nothing_else_is_open_not_even_the_password_or_another_passkey() {
        missing(PasskeyStep.GIVE, true);

        assertThat(sentTo(PAGE)).isEqualTo(GIVE + NEXT);
        assertThat(sentTo("/console/password")).isEqualTo(GIVE);
        assertThat(sentTo(OWN)).isEqualTo(GIVE);
        assertThat(browser.post(OWN, "label", "x").header("Location")).isEqualTo(GIVE);
        assertThat(browser.post(OWN + "/remove", "passkey", UUID.randomUUID().toString())
                        .header("Location"))
                .isEqualTo(GIVE);
        assertThat(browser.post("/console/password", "password", "x").header("Location"))
                .isEqualTo(GIVE);
        assertThat(browser.get("/console/live", "Accept", "text/event-stream").status())
                .isEqualTo(401);
        assertThat(browser.get(GIVE).status()).isEqualTo(200);
        assertThat(browser.post("/console/sign-out").header("Location")).isEqualTo("/console/sign-in?signed-out");
    }

    @Test
    void then_comes_the_password_and_then_the_passkey_that_is_required() {
        missing(PasskeyStep.REGISTER, true);
        assertThat(sentTo(PAGE)).isEqualTo("/console/password" + NEXT);
        assertThat(sentTo(OWN)).isEqualTo("/console/password");

        missing(PasskeyStep.REGISTER, false);
        assertThat(sentTo(PAGE)).isEqualTo(OWN + NEXT);
        assertThat(browser.post(OWN + "/remove", "passkey", UUID.randomUUID().toString())
                        .header("Location"))
                .isEqualTo(OWN);
        assertThat(browser.get(OWN).status()).isEqualTo(200);

        missing(PasskeyStep.DONE, false);
        assertThat(browser.get(PAGE).status()).isEqualTo(200);
    }

    @Test
    void what_the_authenticator_says_goes_to_who_decides_unread() {
        missing(PasskeyStep.GIVE, false);
        stage.on(ChallengePasskey.class, command -> "{\"challenge\":\"abc\"}");
        stage.on(ProvePasskey.class, command -> true);
        String session = browser.cookies.get("rollcall-session");

        assertThat(browser.post(GIVE + "/challenge").text()).isEqualTo("{\"challenge\":\"abc\"}");
        assertThat(stage.arrived(ChallengePasskey.class))
                .isEqualTo(new ChallengePasskey(key.hmac("session", session), false));
        Http.Reply given = browser.post(GIVE, "credential", "{\"id\": 1}", "next", PAGE);

        assertThat(given.header("Location")).isEqualTo(PAGE);
        assertThat(stage.arrived(ProvePasskey.class).credential()).isEqualTo("{\"id\": 1}");
        stage.refuse(ProvePasskey.class, Rejection.NOT_SIGNED_IN);
        Http.Reply refused = browser.post(GIVE, "credential", "{}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("This passkey was not accepted.");
    }

    @Test
    void one_sees_what_one_has_and_adds_and_removes_with_the_password() {
        PasskeyId blue = new PasskeyId(UUID.randomUUID());
        stage.on(FindPasskeys.class, asked -> List.of(new PasskeyView(blue, "Blue <key>", NOW, null)));
        stage.on(RegisterPasskey.class, command -> changed(4));
        stage.on(RemoveOwnPasskey.class, command -> changed(5));
        assertThat(browser.get(OWN).text()).contains("Blue &lt;key&gt;").contains("not used yet");

        Http.Reply added = browser.post(
                OWN, "label", "Red", "currentPassword", "Old.Word.1", "credential", "{}", "next", "/console");
        assertThat(added.header("Location")).isEqualTo(OWN);
        RegisterPasskey sent = stage.arrived(RegisterPasskey.class);
        assertThat(sent.user().toString()).isEqualTo(Stage.ADMIN.id());
        assertThat(key.open(sent.current())).isEqualTo("Old.Word.1");

        browser.post(OWN + "/remove", "passkey", blue.toString(), "currentPassword", "Old.Word.1");
        assertThat(stage.arrived(RemoveOwnPasskey.class).passkey()).isEqualTo(blue);

        stage.refuse(RegisterPasskey.class, Rejection.NOT_SIGNED_IN);
        Http.Reply wrong = browser.post(OWN, "label", "Red", "currentPassword", "Old.Word.2");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("This is not your present password.").doesNotContain("Old.Word.2");
        stage.fail(
                RegisterPasskey.class,
                new Rejected(new Refusal(
                        Rejection.INVALID_VALUES,
                        List.of(new FieldError("/credential", "passkey_refused", "No.")),
                        null,
                        null,
                        null)));
        assertThat(browser.post(OWN, "label", "Red").text()).contains("could not be made a passkey");
    }
}
