package dev.rollcall.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.rollcall.app.Cast.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How soon an open page shows what somebody else changed, and how soon the first page is there. Told, not asserted: times say
 * much about the machine. {@code -Drollcall.live.rounds=200} for figures to quote.
 */
class LiveJourney extends ConsoleVisit {

    private static final int ROUNDS = Integer.getInteger("rollcall.live.rounds", 5);

    /** Notes when a name is in the table for the first time, by the clock that the test has as well. */
    private static final String WATCH = """
            () => {
                window.appeared = {};
                new MutationObserver(() => {
                    const name = document.querySelector('#rows')?.textContent.match(/Changed-\\d+/)?.[0];
                    if (name && !window.appeared[name]) window.appeared[name] = Date.now();
                }).observe(document.body, {subtree: true, childList: true, characterData: true});
            }""";

    private static final String PAINTED = """
            () => ({
                'first contentful paint, ms': performance.getEntriesByName('first-contentful-paint')[0].startTime,
                'loaded, ms': performance.getEntriesByType('navigation')[0].loadEventEnd,
                'first byte, ms': performance.getEntriesByType('navigation')[0].responseStart
            })""";

    @Test
    void a_change_appears_in_an_open_page_by_itself(RunningRollcall rollcall) throws Exception {
        String name = SharedRollcall.name("live");
        Http admin = rollcall.admin();
        Http.Answer last = Cast.engineer(admin, name);
        String user = last.at("/userId");
        Page page = chromium.administrator();
        page.navigate(chromium.address() + "/console/users?search=" + name);
        assertThat(page.locator("#live")).containsText("Live");
        page.evaluate(WATCH);
        List<Long> millis = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            String changed = "Changed-" + round;
            last = expect(
                    200,
                    admin.with("If-Match", last.header("ETag"))
                            .patch("/api/v1/users/" + user, "{\"lastName\": \"" + changed + "\"}"));
            long acknowledged = System.currentTimeMillis();
            assertThat(page.locator("#rows")).containsText(changed);
            Object appeared = page.evaluate("name => window.appeared[name]", changed);
            assertThat(appeared).as(changed).isInstanceOf(Number.class);
            millis.add(((Number) appeared).longValue() - acknowledged);
        }
        millis.sort(null);
        System.out.printf(
                "milliseconds from acknowledged to shown in another browser, %d rounds: p50 %d, p95 %d, p99 %d, most %d%n",
                ROUNDS,
                millis.get(ROUNDS / 2),
                millis.get((int) (ROUNDS * 0.95)),
                millis.get((int) (ROUNDS * 0.99)),
                millis.get(ROUNDS - 1));
    }

    @Test
    void the_first_page_is_painted() {
        Page page = chromium.administrator();
        Page fresh = page.context().newPage();
        fresh.navigate(chromium.address() + "/console/users");
        // the page is loaded before it is painted, if only by a moment
        fresh.waitForFunction("() => performance.getEntriesByName('first-contentful-paint').length > 0");
        Object painted = fresh.evaluate(PAINTED);
        assertThat(painted).isInstanceOf(Map.class);
        System.out.println("first view of User management: " + painted);
    }
}
