package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotCaret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** The Chromium of this machine, and what went wrong in its pages. */
final class Chromium implements AutoCloseable {

    private static final Path PROGRAM =
            Path.of(Objects.requireNonNullElse(System.getenv("CHROMIUM"), "/usr/bin/chromium"));
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int PATIENCE_MILLIS = 20_000;

    private final Playwright playwright;
    private final Browser browser;
    private final String axe;
    private final String address;
    private final List<String> troubles = new ArrayList<>();

    private Chromium(RunningRollcall rollcall) throws IOException {
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
        try (InputStream script = Chromium.class.getResourceAsStream("/axe.min.js")) {
            this.axe = new String(Objects.requireNonNull(script, "axe.min.js").readAllBytes(), UTF_8);
        }
        this.address = "http://localhost:" + rollcall.port();
    }

    /** Where there is none, a build that counts fails, and everybody else is told what was not tried. */
    static Chromium of(RunningRollcall rollcall) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            String missing = "No Chromium at " + PROGRAM + ": install it, or name it in CHROMIUM.";
            if (System.getenv("CI") != null) {
                throw new AssertionError(missing);
            }
            Assumptions.abort(missing);
        }
        return new Chromium(rollcall);
    }

    /** A browser of somebody else, on its first page, signed in as the first administrator. */
    Page administrator(int width, int height, ColorScheme scheme) {
        return signedIn(stranger(width, height, scheme));
    }

    /** The same, in a browser that runs no scripts. */
    Page administratorWithoutScript() {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return signedIn(context.newPage());
    }

    private Page signedIn(Page page) {
        page.navigate(address + "/console");
        page.fill("#username", "admin");
        page.fill("#password", RunningRollcall.PASSWORD);
        page.click("main button.primary");
        page.waitForURL("**/console/users");
        return page;
    }

    Page administrator() {
        return administrator(1280, 860, ColorScheme.LIGHT);
    }

    Page stranger(int width, int height, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                // what is still fading in has no colour of its own that could be judged
                .setReducedMotion(ReducedMotion.REDUCE)
                .setColorScheme(scheme));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            // that an answer was a refusal is no fault of the page
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                troubles.add(page.url() + " " + message.text());
            }
        });
        page.onPageError(error -> troubles.add(page.url() + " " + error));
        return page;
    }

    String address() {
        return address;
    }

    /** Errors of scripts, and what the content security policy kept from happening. */
    List<String> troubles() {
        return troubles;
    }

    /** What axe finds, as one line each. */
    void assertAccessible(Page page, String what) {
        page.evaluate(axe);
        Object violations = page.evaluate("async () => (await axe.run()).violations.map(it => it.id + ': '"
                + " + it.nodes.map(node => node.target.join(' ')).join(', '))");
        assertThat((List<?>) violations).as("accessibility of %s", what).isEmpty();
        Object beyond = page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
        assertThat(((Number) beyond).intValue()).as("width of %s", what).isLessThanOrEqualTo(0);
    }

    void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                // hiding it would take a style that the policy forbids
                .setCaret(ScreenshotCaret.INITIAL));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
