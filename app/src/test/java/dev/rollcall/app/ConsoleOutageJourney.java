package dev.rollcall.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.rollcall.api.InstallationKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An administrator at the console while a process, PostgreSQL or a table is gone, and afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleOutageJourney {

    /** A silent process is gone after 20 s, and pages look every 2 s. */
    private static final LocatorAssertions.HasTextOptions SOON =
            new LocatorAssertions.HasTextOptions().setTimeout(45_000);

    private final String key = InstallationKey.random().export();
    private Path data;
    private EmbeddedDatabase database;
    private RunningRollcall rollcall;
    private Chromium chromium;

    @BeforeAll
    void start() throws Exception {
        data = Files.createTempDirectory("rollcall-outage");
        database = EmbeddedDatabase.start(DataFolder.at(data.resolve("database").toString()));
        rollcall = process("first").ready();
    }

    @AfterAll
    void stop() throws Exception {
        rollcall.close();
        database.close();
        PostgresBinaries.delete(data);
    }

    @BeforeEach
    void open() throws Exception {
        chromium = Chromium.of(rollcall);
    }

    @AfterEach
    void nothing_went_wrong_in_a_page() {
        if (chromium != null) {
            chromium.close();
            assertThat(chromium.troubles()).isEmpty();
        }
    }

    private RunningRollcall process(String name) throws Exception {
        return RunningRollcall.launch(
                data.resolve(name),
                Map.of(
                        "ROLLCALL_ADMIN_PASSWORD",
                        RunningRollcall.PASSWORD,
                        "ROLLCALL_KEY",
                        key,
                        "SPRING_DATASOURCE_URL",
                        database.url(),
                        "SPRING_DATASOURCE_USERNAME",
                        EmbeddedDatabase.USER,
                        "SPRING_DATASOURCE_PASSWORD",
                        database.password()));
    }

    @Test
    void whoever_runs_feeds_the_views_or_is_gone_is_told() throws Exception {
        Page page = chromium.administrator();
        page.navigate(chromium.address() + "/console/operations");
        Locator rows = page.locator(".nodes tbody tr");
        assertThat(rows).hasCount(1);
        assertThat(row(page, rollcall)).containsText("Feeds the views");
        RunningRollcall second = process("second").ready();
        assertThat(rows).hasCount(2);
        assertThat(row(page, second)).containsText("decides, remembers, shows");
        assertThat(page.locator(".nodes .badge.accent")).hasCount(1);
        chromium.assertAccessible(page, "two processes");
        chromium.picture(page, "operations-two");

        second.kill();
        assertThat(row(page, second).locator(".badge.bad")).hasText("Gone", SOON);
        assertThat(row(page, rollcall).locator(".badge.good")).hasText("Running");
        chromium.assertAccessible(page, "one of two processes");

        RunningRollcall third = process("third").ready();
        assertThat(rows).hasCount(3);
        third.stop();
        assertThat(rows).hasCount(2);
    }

    private static Locator row(Page page, RunningRollcall of) {
        return page.locator(".nodes tbody tr:has-text('process " + of.handle().pid() + "')");
    }

    @Test
    void while_postgresql_is_down_every_page_says_so_and_works_again_afterwards() throws Exception {
        Page page = chromium.administrator();
        Page typing = chromium.administrator();
        typing.navigate(chromium.address() + "/console/users/new");
        typing.fill("#f-username", "somebody");
        Path folder = data.resolve("database").toRealPath().resolve("postgres");
        // whoever holds it keeps it from being started again
        synchronized (database) {
            ProcessHandle postmaster = Postmaster.of(folder).orElseThrow();
            postmaster.destroyForcibly();
            postmaster.onExit().get();

            for (String path : List.of("users", "clients", "audit", "operations")) {
                Response answer = page.navigate(chromium.address() + "/console/" + path);
                assertThat(answer.status()).as(path).isEqualTo(503);
                assertThat(page.locator("h1")).hasText("Nobody answers right now");
                assertThat(page.locator(".lead")).containsText("Nothing is lost; wait a moment and try again.");
            }
            for (int width : new int[] {1280, 360}) {
                page.setViewportSize(width, 800);
                chromium.assertAccessible(page, "503 at " + width);
                chromium.picture(page, "503-" + width);
            }
            Page dark = chromium.stranger(1280, 800, ColorScheme.DARK);
            dark.navigate(chromium.address() + "/console/sign-in");
            dark.fill("#username", "admin");
            dark.fill("#password", RunningRollcall.PASSWORD);
            dark.click("main button.primary");
            assertThat(dark.locator(".note.bad")).hasText("Nobody can check this right now. Try again in a moment.");
            assertThat(dark.locator("#username")).hasValue("admin");
            chromium.assertAccessible(dark, "the sign-in without a store, dark");

            typing.click("#dialog button.primary");
            assertThat(typing.locator("#toasts")).containsText("Nobody answers right now");
            assertThat(typing.locator("#f-username")).hasValue("somebody");
        }
        rollcall.ready();
        page.click("main a.primary");
        assertThat(page.locator("h1")).hasText("Operations");
        typing.fill("#f-email", "somebody@example.test");
        typing.fill("#f-firstName", "Some");
        typing.fill("#f-lastName", "Body");
        typing.fill("#f-password", "Quiet-River-42!");
        typing.fill("#f-confirmPassword", "Quiet-River-42!");
        typing.click("#dialog button.primary");
        assertThat(typing.locator("#n-name")).isVisible();
    }

    @Test
    void what_is_broken_says_so_with_its_number_in_the_log_and_works_once_it_is_mended() throws Exception {
        Page page = chromium.administrator();
        change("alter table view_clients.clients rename to elsewhere");
        try {
            Response answer = page.navigate(chromium.address() + "/console/clients");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(page.locator("h1")).hasText("Something is broken here");
            String said = page.locator("main .small").textContent();
            String number = said.substring(said.lastIndexOf(' ') + 1);
            assertThat(rollcall.out()).anyMatch(line -> line.contains("[" + number + "]"));
            chromium.assertAccessible(page, "500");
            chromium.picture(page, "500-light");
            Page dark = chromium.administrator(360, 800, ColorScheme.DARK);
            dark.navigate(chromium.address() + "/console/clients");
            assertThat(dark.locator("h1")).hasText("Something is broken here");
            chromium.assertAccessible(dark, "500, narrow and dark");
            chromium.picture(dark, "500-dark");
        } finally {
            change("alter table view_clients.elsewhere rename to clients");
        }
        page.reload();
        assertThat(page.locator("h1")).hasText("Clients");
    }

    private void change(String statement) throws Exception {
        try (Connection owner =
                        DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, database.password());
                Statement sql = owner.createStatement()) {
            sql.execute("set lock_timeout = '" + Duration.ofSeconds(10).toMillis() + "ms'");
            sql.execute(statement);
        }
    }
}
