package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.CloseSession;
import dev.rollcall.api.user.OpenSession;
import dev.rollcall.api.user.ResumeSession;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleDoorTest extends WebTest {

    private Browser browser;

    @BeforeEach
    void somebody_comes() {
        browser = new Browser(port);
    }

    @Test
    void who_is_not_signed_in_is_sent_to_sign_in_and_from_there_to_the_page_asked_for() {
        Http.Reply first = browser.get(PAGE + "?x=1&y=%C3%BC");
        assertThat(first.status()).isEqualTo(303);
        assertThat(first.header("Location"))
                .isEqualTo("/console/sign-in?next=%2Fconsole%2Ftest-page%3Fx%3D1%26y%3D%25C3%25BC");

        Http.Reply page = browser.get(first.header("Location"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("value=\"/console/test-page?x=1&amp;y=%C3%BC\"");

        Http.Reply in =
                browser.post("/console/sign-in", "username", "lead", "password", Stage.PASSWORD, "next", PAGE + "?x=1");
        assertThat(in.status()).isEqualTo(303);
        assertThat(in.header("Location")).isEqualTo(PAGE + "?x=1");
        assertThat(browser.get(PAGE).text()).startsWith("lead [QUALITY_LEAD] CONSOLE");
    }

    @Test
    void the_root_leads_to_the_console() {
        assertThat(browser.get("/").header("Location")).endsWith("/console");
        assertThat(browser.get("/console").header("Location")).isEqualTo("/console/sign-in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/console",
                "//example.org/console",
                "/\\example.org",
                "/console/\\example.org",
                "/console//example.org",
                "/console/../api/v1/users",
                "/consoles",
                "/api/v1/users",
                "/console/sign-out",
                "/console/sign-in?next=/console",
                "/console/a\r\nSet-Cookie: a=b",
                "javascript:alert(1)",
                ""
            })
    void afterwards_only_a_path_of_the_console_is_gone_to(String next) {
        Http.Reply in = browser.post("/console/sign-in", "username", "lead", "password", Stage.PASSWORD, "next", next);

        assertThat(in.status()).isEqualTo(303);
        assertThat(in.header("Location")).isEqualTo("/console");
        assertThat(in.header("Set-Cookie")).startsWith("rollcall-session=");
    }

    @Test
    void a_part_of_a_page_is_not_answered_with_the_page_where_one_signs_in() {
        Http.Reply part = browser.get(
                PAGE, "HX-Request", "true", "HX-Current-URL", "http://localhost:" + port + "/console/users?search=a");

        assertThat(part.status()).isEqualTo(401);
        assertThat(part.header("HX-Redirect")).isEqualTo("/console/sign-in?next=%2Fconsole%2Fusers%3Fsearch%3Da");
        assertThat(part.text()).isEmpty();
        assertThat(browser.get(PAGE, "Accept", "text/event-stream").status()).isEqualTo(401);
    }

    @Test
    void the_cookie_is_for_this_console_alone_and_another_one_with_every_sign_in() {
        Http.Reply in = browser.post("/console/sign-in", "username", "lead", "password", Stage.PASSWORD);
        String cookie = in.header("Set-Cookie");
        assertThat(cookie).matches("rollcall-session=[A-Za-z0-9_-]{43}; Path=/console; HttpOnly; SameSite=Strict");
        String first = browser.cookies.get("rollcall-session");

        String token = browser.token();
        Browser again = new Browser(port);
        again.cookies.put("rollcall-session", first);
        assertThat(again.form("/console/sign-in", token, "username", "admin", "password", Stage.PASSWORD)
                        .status())
                .isEqualTo(303);

        assertThat(again.cookies.get("rollcall-session")).isNotEqualTo(first);
        assertThat(browser.get(PAGE).status()).as("what was before is over").isEqualTo(303);
        assertThat(again.get(PAGE).text()).startsWith("admin");
    }

    @Test
    void a_session_that_the_browser_chose_is_none() {
        browser.cookies.put("rollcall-session", "A".repeat(43));

        browser.as("lead");

        assertThat(browser.cookies.get("rollcall-session")).isNotEqualTo("A".repeat(43));
    }

    @Test
    void the_secret_goes_no_further_than_here() {
        AtomicReference<OpenSession> opened = new AtomicReference<>();
        stage.on(OpenSession.class, attempt -> {
            opened.set(attempt);
            return Stage.ADMIN;
        });

        browser.as("admin");

        assertThat(key.open(opened.get().password())).isEqualTo(Stage.PASSWORD);
        assertThat(opened.get().toString())
                .doesNotContain(Stage.PASSWORD)
                .doesNotContain(browser.cookies.get("rollcall-session"));
        assertThat(opened.get().address()).isEqualTo("127.0.0.1");
    }

    @Test
    void a_browser_is_known_by_another_secret_after_every_sign_in_and_sign_outs_leave_it_known() {
        List<OpenSession> opened = new java.util.ArrayList<>();
        stage.on(OpenSession.class, attempt -> {
            opened.add(attempt);
            return Stage.ADMIN;
        });

        browser.as("admin");
        String first = browser.cookies.get("rollcall-browser");
        browser.post("/console/sign-out");
        browser.as("admin");

        assertThat(opened.get(0).browser()).isNull();
        assertThat(opened.get(1).browser())
                .isEqualTo(opened.get(0).nextBrowser())
                .isNotEqualTo(opened.get(1).nextBrowser());
        assertThat(browser.cookies.get("rollcall-browser")).isNotEqualTo(first);
        assertThat(opened.toString()).doesNotContain(first);
    }

    @Test
    void who_that_is_and_what_they_may_is_asked_with_every_request() {
        browser.as("admin");
        assertThat(browser.get(PAGE).text()).startsWith("admin [QUALITY_MANAGER, ADMIN]");

        stage.sessionsAre(new Actor(Actor.Kind.USER, Stage.ADMIN.id(), "admin", List.of("QUALITY_MANAGER")));
        assertThat(browser.get(PAGE).text()).startsWith("admin [QUALITY_MANAGER] ");

        stage.sessionsAre(null);
        assertThat(browser.get(PAGE).status()).isEqualTo(303);
    }

    @Test
    void a_form_without_the_token_of_its_page_changes_nothing() {
        browser.as("lead");
        String token = browser.token();

        assertThat(browser.form(PAGE, "", "a", "b").status()).isEqualTo(403);
        assertThat(browser.form(PAGE, new Browser(port).token(), "a", "b").status())
                .as("that of somebody else's visit")
                .isEqualTo(403);
        assertThat(browser.form(PAGE, token, "a", "b").status()).isEqualTo(200);
        assertThat(browser.send(Http.call(port, "POST", PAGE).header("X-CSRF-TOKEN", token))
                        .status())
                .as("by script, in a header")
                .isEqualTo(200);
        assertThat(browser.send(Http.call(port, "POST", PAGE)
                                .header("X-CSRF-TOKEN", token)
                                .header("Sec-Fetch-Site", "cross-site"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_sign_in_without_the_token_of_its_page_is_asked_for_again() {
        Http.Reply reply =
                new Browser(port).form("/console/sign-in", "x", "username", "lead", "password", Stage.PASSWORD);

        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("Location")).isEqualTo("/console/sign-in?expired");
        assertThat(browser.get(reply.header("Location")).text()).contains("open for too long");
    }

    @Test
    void a_wrong_password_is_told_without_losing_the_name() {
        for (String name : List.of("admin", "nobody", "<b>")) {
            Http.Reply reply = browser.post("/console/sign-in", "username", name, "password", "wrong", "next", PAGE);

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.header("WWW-Authenticate")).isEmpty();
            assertThat(reply.header("Set-Cookie")).isEmpty();
            assertThat(reply.text())
                    .contains("Wrong username or password")
                    .contains("value=\"" + name.replace("<b>", "&lt;b&gt;") + "\"")
                    .contains("value=\"" + PAGE + "\"")
                    .doesNotContain("wrong\"");
        }
    }

    @Test
    void too_many_attempts_and_nobody_to_ask_are_told_as_what_they_are() {
        stage.fail(
                OpenSession.class, new Rejected(new Refusal(Rejection.TOO_MANY_ATTEMPTS, List.of(), null, null, 17)));
        Http.Reply reply = browser.post("/console/sign-in", "username", "admin", "password", Stage.PASSWORD);
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("17");
        assertThat(reply.text()).contains("Wait 17 seconds");

        browser.cookies.put("rollcall-session", Cookies.secret());
        stage.fail(ResumeSession.class, new NoHandlerForQueryException("nobody"));
        Http.Reply away = browser.get(PAGE);
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.header("Retry-After")).isNotEmpty();
    }

    @Test
    void who_signs_out_is_out_everywhere_the_cookie_may_have_got_to() {
        browser.as("lead");
        String cookie = browser.cookies.get("rollcall-session");

        Http.Reply out = browser.post("/console/sign-out");

        assertThat(out.header("Location")).isEqualTo("/console/sign-in?signed-out");
        assertThat(browser.cookies).doesNotContainKey("rollcall-session");
        assertThat(stage.arrived(CloseSession.class).session()).isNotEqualTo(cookie);
        browser.cookies.put("rollcall-session", cookie);
        assertThat(browser.get(PAGE).status()).isEqualTo(303);
    }

    @Test
    void signing_out_is_not_done_by_a_link() {
        browser.as("lead");

        assertThat(browser.get("/console/sign-out").status()).isEqualTo(405);
        assertThat(browser.get(PAGE).status()).isEqualTo(200);
    }

    @Test
    void whoever_is_signed_in_is_not_asked_again() {
        browser.as("lead");

        assertThat(browser.get("/console/sign-in?next=" + PAGE).header("Location"))
                .isEqualTo(PAGE);
    }

    @Test
    void a_session_opens_the_console_and_nothing_else() {
        browser.as("admin");

        assertThat(browser.get("/api/v1/users").status()).isEqualTo(401);
        assertThat(browser.get("/actuator/env").status()).isEqualTo(401);
        assertThat(call("GET", "/!" + PAGE).as("admin").send().status()).isEqualTo(303);
    }

    @Test
    void pages_are_kept_by_nobody_and_load_nothing_from_elsewhere_assets_are_everybodys() {
        for (String path : List.of("/console/sign-in", PAGE)) {
            Http.Reply page = browser.get(path);
            assertThat(page.header("Cache-Control")).contains("no-store");
            assertThat(page.header("Content-Security-Policy"))
                    .isEqualTo(
                            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
                                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        }
        Http.Reply asset = browser.get("/console/assets/test.css");
        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.header("Cache-Control")).isEqualTo("max-age=86400");
    }

    @Test
    void a_page_that_keeps_itself_up_to_date_says_so() {
        browser.as("lead");
        List<Boolean> passive = new java.util.ArrayList<>();
        stage.on(ResumeSession.class, asked -> {
            passive.add(asked.passive());
            return Optional.empty();
        });

        browser.get(PAGE);
        browser.get(PAGE, "Rollcall-Passive", "true");

        assertThat(passive).containsExactly(false, true);
    }
}
