package dev.rollcall.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Persons at the console, in real browsers. */
class ConsoleJourney extends ConsoleVisit {

    private static final String SECRET = "Quiet-River-42!";
    private static final int FIRST_VIEW_BYTES = 100_000;

    private static void create(Page page, String username) {
        page.click("nav >> text=User Management");
        page.click("#create");
        page.fill("#f-username", username);
        page.fill("#f-email", username + "@example.test");
        page.fill("#f-firstName", "Noor");
        page.fill("#f-lastName", "Winter");
        page.fill("#f-password", SECRET);
        page.fill("#f-confirmPassword", SECRET);
        page.click("#dialog button.primary");
        assertThat(page.locator("#n-name")).isVisible();
    }

    private void edit(Page page, String username) {
        if (page.isVisible("#dialog")) {
            page.click("#dialog a.icon[data-close]");
        }
        page.click("nav >> text=Home");
        page.click("nav >> text=User Management");
        page.fill("#search", username);
        page.locator("#rows tr", new Page.LocatorOptions().setHasText(username)).hover();
        page.click("#rows tr:has-text('" + username + "') .row-actions a");
        assertThat(page.locator("#f-email")).isVisible();
    }

    @Test
    void an_administrator_walks_the_four_procedures(RunningRollcall rollcall) throws Exception {
        String name = SharedRollcall.name("walker");
        Page page = chromium.administrator();
        create(page, name);
        chromium.picture(page, "created-1280-light");
        page.fill("#n-name", name + "-box");
        page.click(".new-client button");
        String token = page.inputValue("#token");
        assertThat(token).startsWith("rollcall_client_");
        chromium.picture(page, "token-1280-light");
        rollcall.http()
                .post("/api/v1/clients/register", "{\"token\":\"" + token + "\",\"hostName\":\"box.example.test\"}");
        assertThat(page.locator("#issued")).containsText("claimed by box.example.test");
        assertThat(page.locator(".clients .badge")).hasText("Registered");
        assertThat(page.locator("#rows tr:has-text('" + name + "') .tally .registered"))
                .hasCount(1);

        edit(page, name);
        assertThat(page.locator("[data-update]")).isDisabled();
        assertThat(page.locator("#f-username")).isDisabled();
        page.fill("#f-email", "nowhere");
        page.fill("#f-password", "short");
        page.click("[data-update]");
        assertThat(page.locator("#e-email")).not().isEmpty();
        assertThat(page.locator("#e-password")).not().isEmpty();
        assertThat(page.locator("#f-password")).hasValue("short");
        chromium.assertAccessible(page, "the dialog with faults");
        page.fill("#f-email", name + "@new.example.test");
        page.fill("#f-password", "");
        page.selectOption("#f-primaryRole", "QUALITY_MANAGER");
        page.check("#f-admin");
        page.click("[data-update]");
        assertThat(page.locator("#dialog .note.good")).containsText("Saved");
        assertThat(page.locator("#rows tr:has-text('" + name + "')")).containsText("Admin");

        page.click("#tab-clients");
        page.click("tr a:has-text('Deregister')");
        assertThat(page.locator(".ask")).containsText("signed out at once");
        page.fill("#a-reason", "laptop returned");
        page.click(".ask button");
        assertThat(page.locator(".clients .badge")).hasText("Deregistered");
        assertThat(page.locator("tr a:has-text('Deregister')")).hasCount(0);
        page.click("tr a:has-text('Reregister')");
        page.click(".ask button");
        assertThat(page.locator(".clients .badge")).hasText("Registered");
        assertThat(page.locator("#token")).isVisible();
        page.click("tr a:has-text('Reprovision')");
        page.click(".ask button");
        assertThat(page.locator(".clients .badge")).hasText("Provisioned");
        chromium.assertAccessible(page, "client provision with a token");

        page.click("#tab-history");
        assertThat(page.locator(".fact").first()).isVisible();
        chromium.assertAccessible(page, "history");
    }

    @Test
    void what_one_does_the_other_sees_and_what_both_change_is_chosen() {
        String name = SharedRollcall.name("shared");
        Page one = chromium.administrator();
        Page other = chromium.administrator();
        create(one, name);
        assertThat(other.locator("#rows")).containsText(name + "@example.test");

        edit(one, name);
        edit(other, name);
        one.fill("#f-firstName", "Nora");
        other.fill("#f-firstName", "Nadia");
        other.fill("#f-lastName", "Summer");
        other.click("[data-update]");
        assertThat(other.locator("#dialog .note.good")).isVisible();

        assertThat(one.locator("#dialog .note.warn")).containsText("admin changed this user");
        assertThat(one.locator("#f-lastName")).hasValue("Summer");
        chromium.picture(one, "conflict-1280-light");
        one.check("input[name=take-firstName][value=theirs]");
        one.fill("#f-email", name + "@nora.example.test");
        one.click("[data-update]");
        assertThat(one.locator("#dialog .note.good")).isVisible();
        assertThat(other.locator("#f-email")).hasValue(name + "@nora.example.test");
        assertThat(other.locator("#f-firstName")).hasValue("Nadia");
    }

    @Test
    void a_keyboard_is_enough() {
        String name = SharedRollcall.name("keys");
        Page page = chromium.administrator();
        create(page, name);
        page.keyboard().press("Escape");
        assertThat(page.locator("#create")).isFocused();
        page.navigate(chromium.address() + "/console/users?search=" + name);
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        for (int i = 0; i < 20; i++) {
            page.keyboard().press("Tab");
            if (Boolean.TRUE.equals(page.evaluate("() => document.activeElement.matches('.row-actions a')"))) {
                break;
            }
        }
        page.keyboard().press("Enter");
        page.focus("#f-firstName");
        page.keyboard().type("x");
        List<String> asked = new CopyOnWriteArrayList<>();
        page.onceDialog((Dialog dialog) -> {
            asked.add(dialog.message());
            dialog.dismiss();
        });
        page.keyboard().press("Escape");
        assertThat(page.locator("#f-firstName")).hasValue(Pattern.compile(".*x.*"));
        assertThat(asked).containsExactly("You have unsaved changes. Leave without saving them?");
        page.keyboard().press("Enter");
        assertThat(page.locator("#dialog .note.good")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#dialog")).isHidden();
        assertThat(page.locator(".row-actions a")).isFocused();
    }

    @Test
    void every_page_is_for_everybody_wide_and_narrow_light_and_dark() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {1920, 1280, 360}) {
                String as = "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
                Page out = chromium.stranger(width, 800, scheme);
                out.navigate(chromium.address() + "/console/sign-in");
                chromium.assertAccessible(out, "sign-in" + as);
                chromium.picture(out, "sign-in" + as);
                Page page = chromium.administrator(width, 800, scheme);
                for (String path : List.of(
                        "users", "users/new", "clients", "audit", "audit/refused", "operations", "profile", "x")) {
                    page.navigate(chromium.address() + "/console/" + path);
                    page.waitForSelector("main h1, dialog h2");
                    chromium.assertAccessible(page, path + as);
                    chromium.picture(page, path.replace('/', '-') + as);
                }
            }
        }
    }

    @Test
    void the_first_view_is_small() {
        Page page = chromium.administrator();
        Page fresh = page.context().newPage();
        List<Response> answers = new CopyOnWriteArrayList<>();
        fresh.onResponse(answers::add);
        fresh.navigate(chromium.address() + "/console/users");
        int bytes = answers.stream()
                .filter(answer -> !answer.url().contains("/console/live"))
                .mapToInt(answer -> answer.request().sizes().responseBodySize)
                .sum();
        assertThat(bytes).isBetween(1_000, FIRST_VIEW_BYTES);
    }
}
