package dev.rollcall.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Persons at the console who are quicker than their connection: scripts and answers come when they have gone on already. */
class ConsoleLateJourney extends ConsoleVisit {

    private static final String SCRIPTS = "**/*.js";

    private final List<Route> held = new ArrayList<>();
    private boolean holding;

    private void hold(Route route) {
        if (holding) {
            held.add(route);
        } else {
            route.resume();
        }
    }

    /** On its way: what has come of it so far is there, no script is. */
    private void begin(Page page, String path) {
        held.clear();
        holding = true;
        page.navigate(chromium.address() + path, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        assertThat(page.locator("main")).isVisible();
        assertThat(page.locator("html.ready")).hasCount(0);
    }

    private void scriptsCome(Page page) {
        holding = false;
        held.forEach(Route::resume);
        held.clear();
        assertThat(page.locator("html.ready")).hasCount(1);
    }

    @Test
    void a_search_that_was_typed_and_a_filter_that_was_chosen_before_the_scripts_came_are_applied(
            RunningRollcall rollcall) throws Exception {
        String name = SharedRollcall.name("early");
        Cast.engineer(rollcall.admin(), name);
        Page page = chromium.administrator();
        page.context().route(SCRIPTS, this::hold);

        begin(page, "/console/users");
        page.fill("#search", name);
        page.selectOption("[name=primaryRole]", "QUALITY_ENGINEER");
        scriptsCome(page);
        assertThat(page.locator("#rows tr")).hasCount(1);
        assertThat(page.locator("#search")).hasValue(name);
        assertThat(page).hasURL(Pattern.compile(".*search=" + name + "&primaryRole=QUALITY_ENGINEER$"));

        begin(page, "/console/users");
        page.fill("#search", name);
        page.press("#search", "Enter");
        page.waitForURL("**/users?search=" + name + "*", late());
        assertThat(page.locator("#rows tr")).hasCount(1);
        // whoever has chosen and nothing to press Enter in
        begin(page, "/console/users");
        page.selectOption("[name=primaryRole]", "QUALITY_ENGINEER");
        page.click(".tools .apply");
        page.waitForURL("**/users?search=&primaryRole=QUALITY_ENGINEER*", late());
        scriptsCome(page);
        assertThat(page.locator(".tools .apply")).isHidden();
    }

    private static Page.WaitForURLOptions late() {
        return new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.COMMIT);
    }

    @Test
    void whoever_is_typing_when_the_scripts_come_goes_on_typing_and_saves_once(RunningRollcall rollcall)
            throws Exception {
        String name = SharedRollcall.name("typist");
        String user = Cast.engineer(rollcall.admin(), name).at("/userId");
        Page page = chromium.administrator();
        page.context().route(SCRIPTS, this::hold);

        begin(page, "/console/users?search=" + name);
        page.click("#rows .who");
        page.waitForURL("**/users/" + user + "*", late());
        page.click("#f-lastName");
        page.press("#f-lastName", "End");
        page.keyboard().type("-Wi");
        scriptsCome(page);
        assertThat(page.locator("dialog:modal")).hasCount(1);
        page.keyboard().type("nter");
        assertThat(page.locator("#f-lastName")).hasValue(Pattern.compile(".*-Winter"));
        assertThat(page.locator("[data-update]")).isEnabled();
        page.click("[data-update]");
        assertThat(page.locator("#dialog .said")).hasText("Saved.");
        assertThat(rollcall.admin().get("/api/v1/users/" + user + "/history").text())
                .containsOnlyOnce("user-renamed");

        begin(page, "/console/users/" + user);
        page.fill("#f-firstName", "Early");
        page.click("[data-update]");
        page.waitForURL("**done=saved*", late());
        assertThat(page.locator("#dialog .said")).hasText("Saved.");
        page.click("#tab-clients");
        page.waitForURL("**tab=clients*", late());
        page.fill("#n-name", name + "-box");
        page.click(".new-client button");
        assertThat(page.locator("#token")).isVisible();
        assertThat(page.locator("[data-copy='#token']")).isHidden();
        scriptsCome(page);
        assertThat(page.locator("[data-copy='#token']")).isVisible();
        assertThat(page.locator(".clients .lead-cell")).hasCount(1);
        assertThat(page.locator("#issued")).hasCount(1);
        assertThat(rollcall.admin().get("/api/v1/users/" + user + "/clients").text())
                .containsOnlyOnce("\"clientId\"");

        page.context().unroute(SCRIPTS);
        page.navigate(chromium.address() + "/console/users?search=" + name);
        page.click("#rows .who");
        assertThat(page.locator("dialog:modal #f-email")).isVisible();
        assertThat(page.locator("#rows .who")).hasCount(1);
    }

    @Test
    void a_search_takes_one_round_trip_and_gives_up_the_one_before_it(RunningRollcall rollcall) throws Exception {
        String name = SharedRollcall.name("quick");
        Cast.engineer(rollcall.admin(), name);
        Page page = chromium.administrator();
        List<String> asked = new CopyOnWriteArrayList<>();
        page.onRequest(request -> {
            if (request.url().contains("/users?search=")) {
                asked.add(request.url());
            }
        });
        page.fill("#search", name);
        assertThat(page.locator("#rows tr")).hasCount(1);
        page.click("h1");
        page.waitForTimeout(400);
        assertThat(asked).hasSize(1);

        holding = true;
        page.context().route("**/users?search=nobody*", this::hold);
        page.fill("#search", "nobody");
        page.waitForRequest("**/users?search=nobody*", () -> {});
        page.fill("#search", name);
        assertThat(page).hasURL(Pattern.compile(".*search=" + name + "$"));
        assertThat(page.locator("#rows tr")).hasCount(1);
        assertThat(page.locator("html.busy")).hasCount(0);
    }

    @Test
    void what_was_done_is_said_by_name_and_moves_nothing(RunningRollcall rollcall) throws Exception {
        String name = SharedRollcall.name("still");
        String user = Cast.engineer(rollcall.admin(), name).at("/userId");
        for (String box : List.of("-a", "-b", "-c")) {
            Cast.client(rollcall.admin(), user, name + box);
        }
        for (int width : new int[] {1280, 360}) {
            String box = name + (width == 360 ? "-a" : "-b");
            Page page = chromium.administrator(width, 800, ColorScheme.LIGHT);
            page.navigate(chromium.address() + "/console/users/" + user + "?tab=clients");
            assertThat(page.locator("#dialog-title")).hasText(Pattern.compile("Edit user\\s+.*"));
            assertThat(page.locator("#dialog-title .what")).isVisible();
            List<Double> before = places(page);
            page.click("tr:has-text('" + box + "') a:has-text('Deregister')");
            page.click(".ask button");
            assertThat(page.locator("#dialog .said")).hasText("Deregistered " + box + ". Its token no longer works.");
            // a row without the action is lower where actions are under one another
            int still = width == 360 ? 1 : 3;
            assertThat(places(page).subList(0, still)).isEqualTo(before.subList(0, still));
            chromium.assertAccessible(page, "deregistered at " + width);

            page.click("tr:has-text('" + box + "') a:has-text('Reregister')");
            page.click(".ask button");
            assertThat(page.locator("tr:has-text('" + box + "') + tr #issued"))
                    .containsText("Reregistered " + box + ".");
            assertThat(page.locator("#token")).isFocused();
            assertThat(page.locator("#token")).isInViewport();
            chromium.assertAccessible(page, "reregistered at " + width);
            page.close();
        }
    }

    /** Where each client is said to be. */
    private static List<Double> places(Page page) {
        return page.locator(".clients .lead-cell").all().stream()
                .map(cell -> (double) Math.round(cell.boundingBox().y))
                .toList();
    }
}
