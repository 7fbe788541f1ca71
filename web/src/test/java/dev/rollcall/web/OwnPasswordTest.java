package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.user.ChangeOwnPassword;
import dev.rollcall.api.user.ResumeSession;
import dev.rollcall.api.user.SessionView;
import dev.rollcall.api.user.SessionView.PasskeyStep;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnPasswordTest extends WebTest {

    private static final String PASSWORD = "/console/password";

    private Browser browser;

    @BeforeEach
    void the_administrator_has_a_password_that_somebody_else_set() {
        browser = new Browser(port).as("admin");
        temporary(true);
    }

    private void temporary(boolean temporary) {
        stage.on(
                ResumeSession.class,
                asked -> Optional.of(new SessionView(Stage.ADMIN, NOW.plusSeconds(60), temporary, PasskeyStep.DONE)));
    }

    @Test
    void before_anything_else_another_one_is_to_be_taken() {
        Http.Reply page = browser.get(PAGE + "?x=1");
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.header("Location")).isEqualTo(PASSWORD + "?next=%2Fconsole%2Ftest-page%3Fx%3D1");
        assertThat(browser.get(PAGE, "HX-Request", "true").header("HX-Redirect"))
                .isEqualTo(PASSWORD);
        assertThat(browser.post(PAGE, "a", "b").header("Location")).isEqualTo(PASSWORD);
        assertThat(browser.get("/console/assets/test.css").status()).isEqualTo(200);
        assertThat(browser.get(page.header("Location")).text()).contains("value=\"" + PAGE + "?x=1\"");

        temporary(false);
        assertThat(browser.get(PAGE).status()).isEqualTo(200);
        assertThat(browser.get(PASSWORD).status()).as("whenever one likes").isEqualTo(200);
    }

    @Test
    void it_is_taken_as_whose_it_is_and_one_goes_on_in_a_session_of_its_own() {
        stage.on(ChangeOwnPassword.class, command -> changed(4));
        String before = browser.cookies.get("rollcall-session");

        Http.Reply reply = browser.post(
                PASSWORD,
                "currentPassword",
                "Old.Word.1",
                "password",
                Stage.PASSWORD,
                "confirmPassword",
                "Again.1",
                "next",
                PAGE);

        assertThat(reply.status()).as(reply.toString()).isEqualTo(303);
        assertThat(reply.header("Location")).isEqualTo(PAGE);
        assertThat(browser.cookies.get("rollcall-session")).isNotEqualTo(before);
        ChangeOwnPassword sent = stage.arrived(ChangeOwnPassword.class);
        assertThat(sent.user().toString()).isEqualTo(Stage.ADMIN.id());
        assertThat(key.open(sent.current())).isEqualTo("Old.Word.1");
        assertThat(key.open(sent.password())).isEqualTo(Stage.PASSWORD);
        assertThat(key.open(sent.confirmPassword())).isEqualTo("Again.1");
        Provenance provenance = Provenance.from(stage.metaData(ChangeOwnPassword.class));
        assertThat(provenance.actor()).isEqualTo(Stage.ADMIN);
        assertThat(provenance.via()).isEqualTo(Via.CONSOLE);
    }

    @Test
    void what_is_wrong_stands_beside_its_field_and_no_password_comes_back() {
        stage.fail(
                ChangeOwnPassword.class,
                new Rejected(new Refusal(
                        Rejection.INVALID_VALUES,
                        List.of(
                                new FieldError("/password", "too_short", "Too <short>."),
                                new FieldError("/confirmPassword", "password_mismatch", "Not the same.")),
                        null,
                        null,
                        null)));
        Http.Reply reply = change();
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text())
                .contains("Too &lt;short&gt;.")
                .contains("Not the same.")
                .doesNotContain("Old.Word.1");

        stage.refuse(ChangeOwnPassword.class, Rejection.NOT_SIGNED_IN);
        assertThat(change().text()).contains("This is not your present password.");
        stage.fail(
                ChangeOwnPassword.class,
                new Rejected(new Refusal(Rejection.TOO_MANY_ATTEMPTS, List.of(), null, null, 9)));
        Http.Reply haste = change();
        assertThat(haste.status()).isEqualTo(429);
        assertThat(haste.header("Retry-After")).isEqualTo("9");
    }

    @Test
    void whoever_need_not_change_it_can_go_back_to_where_they_were() {
        assertThat(browser.get(PASSWORD + "?next=" + PAGE).text())
                .as("nothing else may be done before")
                .contains("Whoever gave you your password knows it", "action=\"/console/sign-out\"")
                .doesNotContain("id=\"back\"");

        temporary(false);
        assertThat(browser.get(PASSWORD + "?next=" + PAGE).text())
                .contains("id=\"back\" href=\"" + PAGE + "\"", "aria-describedby=\"password-hint\"")
                .doesNotContain("Whoever gave you");
        assertThat(browser.get(PASSWORD + "?next=//evil.example").text()).contains("id=\"back\" href=\"/console\"");
        stage.refuse(ChangeOwnPassword.class, Rejection.NOT_SIGNED_IN);
        assertThat(change().text()).contains("id=\"back\"");
    }

    @Test
    void signing_out_is_possible_all_the_same() {
        assertThat(browser.post("/console/sign-out").header("Location")).isEqualTo("/console/sign-in?signed-out");
    }

    private Http.Reply change() {
        return browser.post(PASSWORD, "currentPassword", "Old.Word.1", "password", "x", "confirmPassword", "y");
    }
}
