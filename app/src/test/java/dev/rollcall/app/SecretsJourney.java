package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.app.Http.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants secrets that occur nowhere else on every way into the program, and then looks for them, and for their usual
 * disguises, in everything that it wrote: answers, output, files, rows. A new token may be in the one answer that shows it.
 */
class SecretsJourney {

    private static final String API = "/api/v1";
    private static final String TOKEN_SHOWN = "shows a token";

    @TempDir
    Path folder;

    private final Random random = new Random(20_260_301);
    private final Map<String, String> planted = new LinkedHashMap<>();
    private final List<String> answers = new ArrayList<>();

    /** A password that satisfies the policy, and is remembered as planted. */
    private String secret(String where) {
        String secret = "Xq7-" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "_Zk!9";
        planted.put(where, secret);
        return secret;
    }

    private Answer heard(Answer answer) {
        answers.add(answer.toString());
        return answer;
    }

    /** An answer that may hold a token, which is planted from now on. */
    private String shown(String where, Answer answer, String pointer) {
        String token = answer.at(pointer);
        assertThat(token).as(where + ", " + TOKEN_SHOWN).startsWith("rollcall_client_");
        planted.put(where, token);
        return token;
    }

    @Test
    void no_secret_is_written_anywhere() throws Exception {
        String password = secret("password of the first administrator");
        byte[] keyBytes = new byte[32];
        random.nextBytes(keyBytes);
        String key = Base64.getEncoder().encodeToString(keyBytes);
        planted.put("installation key", key);
        List<String> said = new ArrayList<>();
        try (RunningRollcall rollcall = RunningRollcall.launch(
                        folder, Map.of("ROLLCALL_ADMIN_PASSWORD", password, "ROLLCALL_KEY", key))
                .ready()) {
            Http admin = rollcall.http().as("admin", password);
            String user = users(rollcall, admin);
            clients(rollcall, admin, user);
            console(rollcall, admin);
            wrongOnes(rollcall, admin, user);
            for (String path : List.of(
                    "/actuator/health", "/actuator/health/readiness", "/actuator/info", "/actuator/prometheus")) {
                heard(admin.get(path));
                heard(rollcall.monitoring().as("admin", password).get(path));
            }
            for (String path : List.of("/users", "/clients", "/audit?limit=1000", "/audit/refused", "/projections")) {
                heard(expect(200, admin.get(API + path)));
            }
            try (Rows rows = Rows.of(folder)) {
                assertThat(leaks("a dump of all tables", rows.dump())).isEmpty();
            }
            rollcall.stop();
            said.addAll(rollcall.out());
            said.addAll(rollcall.err());
        }
        assertThat(planted).hasSizeGreaterThan(20);
        assertThat(said).isNotEmpty();
        assertThat(leaks("what it said", String.join("\n", said))).isEmpty();
        for (String answer : answers) {
            assertThat(leaks(answer, answer)).isEmpty();
        }
        assertThat(files()).isEmpty();
    }

    private String users(RunningRollcall rollcall, Http admin) throws Exception {
        String first = secret("password of a new user");
        String user = heard(expect(201, admin.post(API + "/users", user("probe", first, first))))
                .at("/userId");
        expect(403, heard(rollcall.http().as("probe", first).get(API + "/users")));
        String second = secret("changed password");
        heard(expect(
                200,
                admin.with("If-Match", "*")
                        .patch(
                                API + "/users/" + user,
                                "{\"password\": \"%1$s\", \"confirmPassword\": \"%1$s\"}".formatted(second))));
        String third = secret("password changed with the clients");
        heard(expect(
                200,
                admin.with("If-Match", "*")
                        .post(
                                API + "/users/" + user + "/update",
                                "{\"details\": {\"password\": \"%1$s\", \"confirmPassword\": \"%1$s\"}, \"clients\": []}"
                                        .formatted(third))));
        // and what is refused
        String used = planted.get("password of a new user");
        heard(expect(422, admin.with("If-Match", "*").patch(API + "/users/" + user, passwords(used, used))));
        heard(expect(
                422,
                admin.with("If-Match", "*")
                        .patch(API + "/users/" + user, passwords(secret("unconfirmed"), secret("confirmation")))));
        String weak = "weakling" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
        planted.put("too weak", weak);
        heard(expect(422, admin.post(API + "/users", user("other", weak, weak))));
        String foreign = secret("password where none is kept");
        heard(expect(
                422, admin.post(API + "/users", user("other", foreign, foreign).replace("DEFAULT", "LDAP"))));
        return user;
    }

    private void clients(RunningRollcall rollcall, Http admin, String user) throws Exception {
        Http keyed = admin.with("Idempotency-Key", "once-and-again");
        String body = "{\"name\": \"agent\", \"type\": \"NORMAL\"}";
        Answer provisioned = expect(201, keyed.post(API + "/users/" + user + "/clients", body));
        String client = provisioned.at("/clientId");
        String path = API + "/clients/" + client;
        shown("first token", provisioned, "/token/value");
        shown(
                "token of the repeated request",
                expect(201, keyed.post(API + "/users/" + user + "/clients", body)),
                "/token/value");
        shown("revealed token", expect(200, admin.post(path + "/token/reveal", "{}")), "/token");
        String second = shown(
                "token after reprovisioning", expect(200, admin.post(path + "/reprovision", "{}")), "/token/value");
        String stale = planted.get("first token");
        heard(expect(409, Cast.register(rollcall.http(), stale, "pc-7")));
        heard(expect(200, Cast.register(rollcall.http(), second, "pc-7")));
        heard(expect(409, Cast.register(rollcall.http(), second, "pc-7")));
        heard(expect(409, admin.post(path + "/token/reveal", "{}")));
        heard(expect(
                204, rollcall.http().with("Authorization", "Bearer " + second).post(API + "/clients/heartbeat", "")));
        for (String token : List.of(second, stale, second.substring(0, 60), secret("what is no token"))) {
            heard(admin.form(API + "/oauth2/introspect", "token=" + URLEncoder.encode(token, UTF_8)));
            heard(rollcall.http().with("Authorization", "Bearer " + token).post(API + "/clients/heartbeat", ""));
            heard(rollcall.http().with("Authorization", "Bearer " + token).get(API + "/users"));
            heard(Cast.register(rollcall.http(), token + "x", "pc-7"));
        }
        heard(expect(200, admin.post(path + "/deregister", "{}")));
        shown("token after reregistering", expect(200, admin.post(path + "/reregister", "{}")), "/token/value");
    }

    /** What browsers keep is in the answer that gives it to them, and nowhere else; a page shows the name that was typed again. */
    private void console(RunningRollcall rollcall, Http admin) throws Exception {
        String given = secret("password given for the console");
        heard(expect(201, admin.post(API + "/users", user("visitor", given, given))));
        Console browser = new Console(rollcall.http());
        heard(expect(401, browser.signIn("visitor", secret("wrong password at the console"))));
        expect(401, browser.signIn(secret("password typed as the name at the console"), "x"));
        planted.put("visit", browser.cookies.get("rollcall-visit"));
        expect(303, browser.signIn("visitor", given));
        planted.put("session", browser.cookies.get("rollcall-session"));
        planted.put("browser", browser.cookies.get("rollcall-browser"));
        String weak = "weakling" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
        planted.put("too weak at the console", weak);
        heard(expect(422, browser.changePassword(given, weak)));
        heard(expect(422, browser.changePassword(secret("not the present one"), secret("not taken"))));
        expect(303, browser.changePassword(given, secret("of one's own")));
        planted.put("second session", browser.cookies.get("rollcall-session"));
        planted.put("second browser", browser.cookies.get("rollcall-browser"));
        heard(browser.get("/console/password"));
    }

    /** Errors of all kinds, with something in them that must not come back. */
    private void wrongOnes(RunningRollcall rollcall, Http admin, String user) throws Exception {
        Http anybody = rollcall.http();
        heard(expect(401, anybody.as("probe", secret("wrong password")).get(API + "/users")));
        heard(expect(401, anybody.as(secret("password typed as the name"), "x").get(API + "/users")));
        heard(expect(
                401,
                anybody.as(secret("name of nobody"), secret("password of nobody"))
                        .get(API + "/users")));
        heard(anybody.with("Authorization", "Basic " + secret("no Base64")).get(API + "/users"));
        heard(anybody.with("Authorization", secret("no scheme")).get(API + "/users"));
        heard(anybody.with("Authorization", "Digest " + secret("another scheme"))
                .get(API + "/users"));
        for (String broken : List.of(
                "{\"password\": \"" + secret("cut off"),
                "{\"password\": \"" + secret("not JSON") + "\",, }",
                "{\"passwort\": \"" + secret("unknown field") + "\"}",
                "{\"password\": [\"" + secret("in a list") + "\"]}",
                "{\"password\": {\"value\": \"" + secret("in an object") + "\"}}",
                "{\"primaryRole\": \"" + secret("as a role") + "\"}",
                "{\"username\": \"" + secret("as a username") + " \"}",
                "\"" + secret("only text") + "\"",
                secret("no JSON at all"))) {
            heard(admin.post(API + "/users", broken));
            heard(admin.with("If-Match", "*").patch(API + "/users/" + user, broken));
            heard(admin.with("If-Match", "*")
                    .post(API + "/users/" + user + "/update", "{\"details\": " + broken + "}"));
            heard(anybody.post(API + "/clients/register", broken.replace("password", "token")));
            heard(admin.form(API + "/users", broken));
            heard(admin.form(API + "/oauth2/introspect", broken));
            heard(anybody.post(API + "/users", broken));
        }
        heard(admin.post(
                API + "/users", "{\"password\": \"" + secret("too large").repeat(200_000) + "\"}"));
        heard(admin.with("If-Match", secret("as a version")).patch(API + "/users/" + user, "{}"));
        // five in a row lock the user, which is a fact
        for (int i = 0; i < 6; i++) {
            heard(anybody.as("probe", secret("wrong once more, " + i)).get(API + "/users"));
        }
    }

    private static String user(String username, String password, String confirmation) {
        return """
                {"username": "%1$s", "configuration": "DEFAULT", "email": "%1$s@example.test", "firstName": "Mira",
                 "lastName": "Okafor", "password": "%2$s", "confirmPassword": "%3$s",
                 "primaryRole": "QUALITY_ENGINEER"}""".formatted(username, password, confirmation);
    }

    private static String passwords(String password, String confirmation) {
        return "{\"password\": \"%s\", \"confirmPassword\": \"%s\"}".formatted(password, confirmation);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> {
                        try {
                            return leaks(
                                    folder.relativize(file).toString(),
                                    new String(Files.readAllBytes(file), ISO_8859_1))
                                    .stream();
                        } catch (IOException unreadable) {
                            throw new UncheckedIOException(unreadable);
                        }
                    })
                    .toList();
        }
    }

    /** Which secrets are in a text, by what they are and never by their value. */
    private List<String> leaks(String where, String text) {
        List<String> leaks = new ArrayList<>();
        planted.forEach((what, secret) -> {
            if (disguises(secret).anyMatch(text::contains)) {
                leaks.add(what + " in " + where.lines().findFirst().orElse(""));
            }
        });
        return leaks;
    }

    /** As it is; as a part of a header; in a form; in bytes that are shown. A token also by its random part alone. */
    private static Stream<String> disguises(String secret) {
        String core = secret.startsWith("rollcall_client_") ? secret.substring(39) : secret;
        return Stream.of(
                core,
                Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)),
                Base64.getEncoder().withoutPadding().encodeToString(("probe:" + secret).getBytes(UTF_8)),
                Base64.getEncoder().withoutPadding().encodeToString(("admin:" + secret).getBytes(UTF_8)),
                URLEncoder.encode(core, UTF_8),
                HexFormat.of().formatHex(core.getBytes(UTF_8)));
    }
}
