package dev.rollcall.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.rollcall.app.Cast.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.rollcall.app.Http.Answer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second factor at the console, with the virtual authenticator of a real browser. */
class PasskeyJourney {

    private static final String OWN = "A.Word.Of.Ones.Own.7";

    @TempDir
    Path folder;

    private Chromium chromium;

    /** A browser, and the authenticator at that machine. */
    private record Desk(Page page, CDPSession devices, String authenticator) {}

    private Desk desk() {
        Page page = chromium.stranger(1280, 860, ColorScheme.LIGHT);
        CDPSession devices = page.context().newCDPSession(page);
        devices.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "usb");
        options.addProperty("hasResidentKey", false);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject wanted = new JsonObject();
        wanted.add("options", options);
        String id = devices.send("WebAuthn.addVirtualAuthenticator", wanted)
                .get("authenticatorId")
                .getAsString();
        return new Desk(page, devices, id);
    }

    private void password(Desk desk, String name, String password) {
        desk.page().navigate(chromium.address() + "/console/sign-in");
        desk.page().fill("#username", name);
        desk.page().fill("#password", password);
        desk.page().click("main button.primary");
    }

    private void add(Desk desk, String label, String password) {
        desk.page().fill("#label", label);
        desk.page().fill("#currentPassword", password);
        desk.page().click("#add button.primary");
    }

    private void signOut(Desk desk) {
        desk.page().context().clearCookies();
    }

    @Test
    void a_passkey_is_registered_given_counted_on_and_lost() throws Exception {
        try (RunningRollcall rollcall = RunningRollcall.start(folder);
                Chromium browser = Chromium.of(rollcall)) {
            chromium = browser;
            String mira = expect(
                            201, rollcall.admin().post("/api/v1/users", Cast.user("mira", "QUALITY_MANAGER", null)))
                    .at("/userId");
            Desk desk = desk();
            Page page = desk.page();
            password(desk, "mira", Cast.PASSWORD);
            page.fill("#currentPassword", Cast.PASSWORD);
            page.fill("#password", OWN);
            page.fill("#confirmPassword", OWN);
            page.click("main button.primary");
            page.navigate(chromium.address() + "/console/profile");
            page.click("text=Your passkeys");
            add(desk, "Blue key", OWN);
            assertThat(page.locator("#had")).containsText("Blue key");
            chromium.assertAccessible(page, "passkeys");
            chromium.picture(page, "passkeys-1280-light");

            signOut(desk);
            password(desk, "mira", OWN);
            assertThat(page.locator("#give")).isVisible();
            chromium.assertAccessible(page, "passkey");
            chromium.picture(page, "passkey-1280-light");
            page.navigate(chromium.address() + "/console/profile");
            assertThat(page).hasURL(chromium.address() + "/console/passkey?next=%2Fconsole%2Fprofile");
            // what was given is sent once more, by hand
            String[] given = new String[1];
            page.onRequest(request -> {
                if (request.url().endsWith("/console/passkey")
                        && request.method().equals("POST")) {
                    given[0] = request.postData();
                }
            });
            page.click("#give button.primary");
            assertThat(page).hasURL(chromium.address() + "/console/profile");
            Console replayed = new Console(rollcall.http());
            expect(303, replayed.signIn("mira", OWN));
            String credential =
                    URLDecoder.decode(given[0].replaceAll("(?s).*credential=([^&]*).*", "$1"), StandardCharsets.UTF_8);
            assertThat(credential).contains("authenticatorData");
            expect(422, replayed.form("/console/passkey", "/console/passkey", "credential", credential));
            assertThat(replayed.get("/console/profile").header("Location")).startsWith("/console/passkey");

            expect(200, rollcall.http().as("mira", OWN).get("/api/v1/users/" + mira));
            expect(204, rollcall.admin().delete("/api/v1/users/" + mira + "/passkeys"));
            page.navigate(chromium.address() + "/console/profile");
            assertThat(page.locator("#username")).isVisible();
            password(desk, "mira", OWN);
            page.navigate(chromium.address() + "/console/profile");
            assertThat(page).hasURL(chromium.address() + "/console/profile");
            Answer history = expect(200, rollcall.admin().get("/api/v1/users/" + mira + "/history"));
            assertThat(history.text()).contains("user-passkey-registered").contains("user-passkey-removed");
            assertThat(chromium.troubles()).isEmpty();
        }
    }

    @Test
    void where_one_is_required_it_is_registered_before_anything_else() throws Exception {
        try (RunningRollcall rollcall = RunningRollcall.start(folder, "--rollcall.command.passkey.required=true");
                Chromium browser = Chromium.of(rollcall)) {
            chromium = browser;
            Desk desk = desk();
            Page page = desk.page();
            password(desk, "admin", RunningRollcall.PASSWORD);
            assertThat(page).hasURL(chromium.address() + "/console/passkeys");
            page.navigate(chromium.address() + "/console/users");
            assertThat(page).hasURL(chromium.address() + "/console/passkeys?next=%2Fconsole%2Fusers");

            add(desk, "Red key", "Not.That.One.1");
            assertThat(page.locator("#currentPassword-fault")).isVisible();
            add(desk, "Red key", RunningRollcall.PASSWORD);
            assertThat(page).hasURL(chromium.address() + "/console/users");

            signOut(desk);
            password(desk, "admin", RunningRollcall.PASSWORD);
            JsonObject gone = new JsonObject();
            gone.addProperty("authenticatorId", desk.authenticator());
            desk.devices().send("WebAuthn.removeVirtualAuthenticator", gone);
            assertThat(page.locator("#give")).isVisible();
            expect(200, rollcall.admin().get("/api/v1/users"));
            assertThat(chromium.troubles()).isEmpty();
        }
    }
}
