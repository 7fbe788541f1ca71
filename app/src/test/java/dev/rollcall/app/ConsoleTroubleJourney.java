package dev.rollcall.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Persons at the console where not everything is as it should be: no scripts, no connection, no permission. */
class ConsoleTroubleJourney extends ConsoleVisit {

    private static final String SECRET = "Quiet-River-42!";
    private static final String NEW_SECRET = "Loud-Ocean-43!";

    private void create(Page page, String username) {
        page.navigate(chromium.address() + "/console/users/new");
        page.fill("#f-username", username);
        page.fill("#f-email", username + "@example.test");
        page.fill("#f-firstName", "Noor");
        page.fill("#f-lastName", "Winter");
        page.fill("#f-password", SECRET);
        page.fill("#f-confirmPassword", SECRET);
        page.click("#dialog button.primary");
        assertThat(page.locator("#n-name")).isVisible();
    }

    private static void act(Page page, String action, String status) {
        page.click(".clients a:has-text('" + action + "')");
        page.fill("#a-reason", "by hand");
        page.click(".ask button");
        assertThat(page.locator(".clients .badge")).hasText(status);
    }

    @Test
    void everything_can_be_done_without_scripts() {
        String name = SharedRollcall.name("plain");
        Page page = chromium.administratorWithoutScript();
        create(page, name);
        page.fill("#n-name", name + "-box");
        page.click(".new-client button");
        assertThat(page.locator("#token")).hasValue(Pattern.compile("rollcall_client_.*"));

        page.navigate(chromium.address() + "/console/users");
        page.fill("#search", name);
        page.click(".tools button");
        assertThat(page.locator("#rows tr")).hasCount(1);
        page.hover("#rows tr");
        page.click("#rows .row-actions a");
        page.fill("#f-lastName", "Summer");
        page.fill("#f-why", "married");
        page.click("[data-update]");
        assertThat(page.locator("#dialog .note.good")).containsText("Saved");

        page.click("#tab-clients");
        act(page, "Deregister", "Deregistered");
        page.click("#tab-clients");
        act(page, "Reregister", "Registered");
        page.click("#tab-clients");
        act(page, "Reprovision", "Provisioned");

        page.click("#tab-history");
        assertThat(page.locator(".fact").first()).containsText("Client reprovisioned");
        page.click(".links a:has-text('Compare')");
        page.selectOption("#moment", new SelectOption().setIndex(0));
        page.click(".past button");
        assertThat(page.locator(".compare .changed").first()).containsText("Winter");
        assertThat(page.locator(".compare .changed").first()).containsText("Summer");
    }

    @Test
    void what_happens_while_the_stream_is_broken_is_seen_once_it_is_mended() {
        String name = SharedRollcall.name("missed");
        Page other = chromium.administrator();
        Page page = chromium.administrator();
        page.context().route("**/console/live**", Route::abort);
        page.navigate(chromium.address() + "/console/users?sort=-updatedAt");
        assertThat(page.locator("#live")).containsText("Reconnecting");
        create(other, name);
        assertThat(page.locator("#rows")).not().containsText(name);

        page.context().unroute("**/console/live**");

        assertThat(page.locator("#live")).containsText("Live");
        assertThat(page.locator("#rows")).containsText(name);
    }

    @Test
    void a_stream_ends_with_its_session() {
        Page page = chromium.administrator();
        assertThat(page.locator("#live")).containsText("Live");
        Page same = page.context().newPage();
        same.navigate(chromium.address() + "/console/profile");
        same.click(".me");
        same.click("text=Sign out");

        assertThat(page.locator("#live")).containsText("Reconnecting");
    }

    @Test
    void whoever_may_not_or_finds_nothing_is_told_what_to_do() {
        String name = SharedRollcall.name("guest");
        create(chromium.administrator(), name);
        for (int width : new int[] {1280, 360}) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                Page nowhere = chromium.administrator(width, 800, scheme);
                Response answer = nowhere.navigate(chromium.address() + "/console/nowhere");
                assertThat(answer.status()).isEqualTo(404);
                assertThat(nowhere.locator("h1")).hasText("There is nothing here");
                chromium.assertAccessible(nowhere, "404-" + width + scheme);
            }
        }
        Page page = chromium.stranger(1280, 800, ColorScheme.LIGHT);
        page.navigate(chromium.address() + "/console");
        page.fill("#username", name);
        page.fill("#password", SECRET);
        page.click("main button.primary");
        assertThat(page.locator("h1")).hasText("Change password");
        chromium.assertAccessible(page, "forced password change");
        page.fill("#currentPassword", SECRET);
        page.fill("#password", NEW_SECRET);
        page.fill("#confirmPassword", NEW_SECRET);
        page.click("main button.primary");
        page.waitForURL("**/console/profile");

        assertThat(page.navigate(chromium.address() + "/console/users").status())
                .isEqualTo(403);
        assertThat(page.locator("h1")).hasText("Not for you");
        chromium.assertAccessible(page, "403");
    }

    @Test
    void many_are_deregistered_with_progress_and_nothing_jumps() {
        String name = SharedRollcall.name("many");
        Page page = chromium.administrator();
        create(page, name);
        for (int i = 0; i < 3; i++) {
            page.fill("#n-name", name + "-box-" + i);
            page.click(".new-client button");
            assertThat(page.locator(".clients .lead-cell")).hasCount(i + 1);
        }
        page.navigate(chromium.address() + "/console/clients?search=" + name);
        page.check("[data-pick-all]");
        assertThat(page.locator(".bulk")).containsText("3 chosen");
        chromium.assertAccessible(page, "three chosen");
        page.click(".bulk-ask button");

        assertThat(page.locator(".bulk [data-progress]")).hasText("Done: 3 deregistered");
        assertThat(page.locator("[data-outcome=done]")).hasCount(3);
        chromium.assertAccessible(page, "three deregistered");

        page.navigate(chromium.address() + "/console/users");
        Object shift = page.evaluate("() => new Promise(done => new PerformanceObserver((list, all) => {"
                + " all.disconnect(); done(list.getEntries().reduce((sum, one) => sum + one.value, 0)); })"
                + ".observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 500))");
        assertThat(((Number) shift).doubleValue()).isZero();
    }
}
