package dev.rollcall.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people and machines call themselves is text on every page, and what is secret stays in none of the browser's stores. */
class ConsoleTextJourney extends ConsoleVisit {

    private static final String MARKUP = "<img src=x onerror=document.title='taken'>";

    private static void assertText(Page page, String where, boolean shown) {
        assertThat(page.locator("main, dialog[open]").first()).isVisible();
        assertThat(page.textContent("body").contains(MARKUP)).as(where).isEqualTo(shown);
        assertThat(page.locator("img[src=x]")).hasCount(0);
        assertThat(page.title()).as(where).contains("Rollcall");
    }

    @Test
    void whatever_is_typed_or_told_is_shown_as_it_is(RunningRollcall rollcall) throws Exception {
        Http admin = rollcall.admin();
        String name = SharedRollcall.name("markup");
        String user = Cast.engineer(admin, name).at("/userId");
        var client = Cast.client(admin, user, name + "-box");
        Cast.expect(200, Cast.register(rollcall.http(), client.at("/token/value"), MARKUP));
        String other =
                "/api/v1/clients/" + Cast.client(admin, user, name + "-bay").at("/clientId");
        Cast.expect(200, admin.post(other + "/deregister", "{\"reason\": \"" + MARKUP + "\"}"));
        Page page = chromium.administrator();
        Map<String, Boolean> pages = Map.ofEntries(
                Map.entry("users?search=" + name, false),
                Map.entry("users/" + user, false),
                Map.entry("users/" + user + "?tab=clients", true),
                Map.entry("users/" + user + "?tab=history", true),
                Map.entry("clients?search=" + name, true),
                Map.entry("audit?client=" + other.substring(other.lastIndexOf('/') + 1), true),
                Map.entry("audit/past?client=" + client.at("/clientId"), true),
                Map.entry("audit/refused", false),
                Map.entry("operations", false),
                Map.entry("profile", false),
                Map.entry("nowhere", false));
        pages.forEach((path, shown) -> {
            page.navigate(chromium.address() + "/console/" + path);
            assertText(page, path, shown);
        });
        // by the scripts: swapped in, live, and as what somebody typed
        page.navigate(chromium.address() + "/console/clients?search=" + name);
        page.fill("#search", MARKUP);
        page.waitForURL("**search=%3Cimg*");
        // it finds the host that is called so
        assertText(page, "a search", true);
        assertThat(page.inputValue("#search")).isEqualTo(MARKUP);
        page.navigate(chromium.address() + "/console/users/" + user + "?tab=history");
        Cast.expect(200, admin.post(other + "/reregister", "{\"reason\": \"" + MARKUP + "live\"}"));
        assertThat(page.locator("#dialog .fact").first()).containsText(MARKUP + "live");
        assertText(page, "live", true);
        page.navigate(chromium.address() + "/console/users/" + user);
        page.fill("#f-firstName", MARKUP);
        page.click("[data-update]");
        assertThat(page.locator("#e-firstName")).not().isEmpty();
        assertThat(page.locator("#f-firstName")).hasValue(MARKUP);
        assertText(page, "a refused name", false);
    }

    @Test
    void nothing_is_kept_in_the_browser_but_a_cookie_that_no_script_can_read(RunningRollcall rollcall)
            throws Exception {
        String name = SharedRollcall.name("kept");
        String user = Cast.engineer(rollcall.admin(), name).at("/userId");
        Page page = chromium.administrator();
        page.click(".themes .to-dark");
        page.navigate(chromium.address() + "/console/users/" + user + "?tab=clients");
        page.fill("#n-name", name + "-box");
        page.click(".new-client button");
        String token = page.inputValue("#token");
        assertThat(token).startsWith("rollcall_client_");
        page.click("#tab-details");
        page.fill("#f-password", UUID.randomUUID() + "aA!");
        page.onDialog(dialog -> dialog.accept());
        page.navigate(chromium.address() + "/console/audit");

        assertThat(page.evaluate("async () => [localStorage.length, (await indexedDB.databases()).length,"
                        + " (await caches.keys()).length,"
                        + " (await navigator.serviceWorker.getRegistrations()).length].join()"))
                .isEqualTo("0,0,0,0");
        // which page one is on, as the browser's own history has it
        assertThat((List<?>) page.evaluate("() => Object.values(sessionStorage)"))
                .allSatisfy(value -> assertThat(value.toString()).matches("/console/[a-z0-9/-]+(\\?tab=[a-z]+)?"));
        List<Cookie> cookies = page.context().cookies();
        assertThat(cookies).extracting(cookie -> cookie.name).contains("rollcall-session", "rollcall-theme");
        assertThat(cookies).filteredOn(cookie -> !cookie.httpOnly).allSatisfy(cookie -> assertThat(cookie.value)
                .isIn("dark", "light"));
    }
}
