package dev.rollcall.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.rollcall.app.Cast.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page, dialog and question of the console, as those see it who need it otherwise than most. */
@ExtendWith(SharedRollcall.class)
class ConsoleAccessJourney {

    /** The longest that anything moves, in seconds, with everything there that ever moves. */
    private static final String LONGEST = """
            () => {
                document.documentElement.classList.add('busy');
                document.querySelectorAll('#rows tr').forEach(row => row.classList.add('fresh'));
                const seconds = text => Math.max(...text.split(',').map(one => parseFloat(one) * (one.includes('ms') ? .001 : 1)));
                let most = 0;
                for (const element of document.querySelectorAll('*')) {
                    for (const part of [null, '::before', '::after']) {
                        const style = getComputedStyle(element, part);
                        if (style.animationName !== 'none') most = Math.max(most, seconds(style.animationDuration));
                        most = Math.max(most, seconds(style.transitionDuration));
                    }
                }
                return most;
            }""";

    private Chromium chromium;
    private String user;
    private String client;
    private String waiting;
    private String gone;

    @BeforeEach
    void somebody_with_clients_of_every_status(RunningRollcall rollcall) throws Exception {
        chromium = Chromium.of(rollcall);
        Http admin = rollcall.admin();
        Http.Answer created = Cast.administrator(admin, SharedRollcall.name("access"));
        user = created.at("/userId");
        Http.Answer provisioned = Cast.client(admin, user, SharedRollcall.name("access-box"));
        client = provisioned.at("/clientId");
        expect(200, Cast.register(rollcall.http(), provisioned.at("/token/value"), "box.example.test"));
        waiting = Cast.client(admin, user, SharedRollcall.name("access-new")).at("/clientId");
        gone = Cast.client(admin, user, SharedRollcall.name("access-old")).at("/clientId");
        expect(200, admin.post("/api/v1/clients/" + gone + "/deregister", "{\"reason\": \"replaced\"}"));
        expect(
                200,
                admin.with("If-Match", created.header("ETag"))
                        .patch("/api/v1/users/" + user, "{\"lastName\": \"Summer\"}"));
    }

    @AfterEach
    void nothing_went_wrong_in_a_page() {
        if (chromium != null) {
            chromium.close();
            assertThat(chromium.troubles()).isEmpty();
        }
    }

    private List<String> addresses() {
        String dialog = "users/" + user;
        String asked = dialog + "?tab=clients&client=";
        return List.of(
                "users?search=access",
                "users?search=nobody-has-this-name",
                "users?primaryRole=QUALITY_MANAGER&sort=-lastName",
                "users/new",
                dialog,
                dialog + "?act=remove",
                dialog + "?tab=clients",
                dialog + "?tab=history",
                asked + client + "&act=edit",
                asked + client + "&act=deregister",
                asked + client + "&act=reprovision",
                asked + client + "&act=remove",
                asked + gone + "&act=reregister",
                asked + waiting + "&act=reprovision",
                "clients",
                "clients?search=access",
                "clients?search=nobody-has-this-name",
                "audit",
                "audit?user=" + user,
                "audit?actor=nobody-has-this-name",
                "audit/refused",
                "audit/chain",
                "audit/past",
                "audit/past?search=access",
                "audit/past?user=" + user,
                "audit/past?client=" + client,
                "operations",
                "profile",
                "passkeys",
                "password");
    }

    @ParameterizedTest
    @CsvSource({"en, LIGHT, 360", "en, DARK, 1920", "de, LIGHT, 1920", "de, DARK, 360"})
    void every_address_is_for_everybody(String language, ColorScheme scheme, int width) {
        String as = "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + language;
        Page page = chromium.administrator(width, 800, scheme);
        speak(page, language);
        int pages = 0;
        for (String address : addresses()) {
            assertThat(page.navigate(chromium.address() + "/console/" + address).status())
                    .as(address)
                    .isEqualTo(200);
            page.waitForSelector("main h1, dialog h2");
            assertThat(page.getAttribute("html", "lang")).isEqualTo(language);
            chromium.assertAccessible(page, address + as);
            chromium.picture(page, "all-" + ++pages + as);
        }
        what_opens(page, as);
    }

    /** Menus, faults and a new token: what no address leads to. */
    private void what_opens(Page page, String as) {
        page.navigate(chromium.address() + "/console/users");
        page.click(".me");
        assertThat(page.locator("#account")).isVisible();
        chromium.assertAccessible(page, "the account's menu" + as);
        page.keyboard().press("Escape");
        if (page.isVisible(".icon.menu")) {
            page.click(".icon.menu");
            assertThat(page.locator("#nav")).isVisible();
            chromium.assertAccessible(page, "the navigation" + as);
            page.keyboard().press("Escape");
        }
        page.click("#create");
        page.click("#dialog button.primary");
        assertThat(page.locator("#e-username")).not().isEmpty();
        chromium.assertAccessible(page, "faults of a new user" + as);

        page.navigate(chromium.address() + "/console/users/" + user + "?tab=clients&client=" + client + "&act=edit");
        page.fill("#a-name", "");
        page.click(".ask button.primary");
        assertThat(page.locator("#e-a-name")).not().isEmpty();
        chromium.assertAccessible(page, "faults of a client" + as);

        page.navigate(chromium.address() + "/console/users/" + user + "?tab=clients");
        page.click("#client-" + waiting + " button");
        assertThat(page.locator("#token")).isVisible();
        chromium.assertAccessible(page, "a token that is shown again" + as);
    }

    private static void speak(Page page, String language) {
        page.context().addCookies(List.of(new Cookie("rollcall-language", language).setUrl(page.url())));
    }

    @Test
    void whoever_wants_no_motion_gets_none() {
        Page page = chromium.administrator();
        page.navigate(chromium.address() + "/console/users/new");
        assertThat(page.locator("#dialog")).isVisible();
        assertThat(longest(page)).isLessThanOrEqualTo(0.001);

        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
        assertThat(longest(page)).as("where it was not asked for").isGreaterThan(1);
    }

    private static double longest(Page page) {
        return ((Number) page.evaluate(LONGEST)).doubleValue();
    }
}
