package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.InstallationKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an installation whose key is wrong, missing, or readable for everybody. */
class KeyJourney {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void without_its_key_nothing_starts_and_nothing_is_destroyed() throws Exception {
        Path key = folder.resolve("keys/installation.key");
        String user;
        try (RunningRollcall rollcall = RunningRollcall.start(folder)) {
            user = Cast.engineer(rollcall.admin(), "kept").at("/userId");
            rollcall.stop();
        }
        assertThat(rights(key)).isEqualTo("rw-------");
        String right = Files.readString(key);

        refused(
                Map.of("ROLLCALL_KEY", InstallationKey.random().export()),
                "is not the one this database was begun with");
        Files.delete(key);
        refused(Map.of(), "rollcall.key: '" + folder.toRealPath().resolve("keys/installation.key"));
        assertThat(key).doesNotExist();

        Files.writeString(key, right);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        try (RunningRollcall rollcall = RunningRollcall.start(folder)) {
            assertThat(rights(key)).isEqualTo("rw-------");
            assertThat(rollcall.out()).anyMatch(line -> line.contains("could be read by others than its owner"));
            assertThat(expect(200, rollcall.admin().get("/api/v1/users/" + user))
                            .at("/username"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void the_key_is_rotated_while_the_service_runs() throws Exception {
        Path file = folder.resolve("keys/installation.key");
        String first;
        String second;
        String user;
        String client;
        String token;
        String bearer;
        try (RunningRollcall rollcall = RunningRollcall.start(folder)) {
            Http admin = rollcall.admin();
            user = Cast.engineer(admin, "before").at("/userId");
            Http.Answer provisioned = Cast.client(admin, user, "agent-before");
            client = provisioned.at("/clientId");
            token = provisioned.at("/token/value");
            bearer = bearer(rollcall);
            first = Files.readString(file).strip();
            List<String> wrapped = Rotation.wrapped(folder);
            assertThat(wrapped).hasSizeGreaterThan(2).allMatch(row -> Rotation.opens(first, row));

            WorkingPeople load = new WorkingPeople(
                    List.of(rollcall), () -> assertThat(verified(rollcall)).isEqualTo("INTACT"));
            Rotation rotation = Rotation.rotate("--rollcall.data=" + folder);
            assertThat(rotation.exit()).as(rotation.said()).isZero();
            second = Files.readString(file).strip();
            assertThat(second.split(",")).hasSize(2).endsWith(first);
            assertThat(rights(file)).isEqualTo("rw-------");
            String current = InstallationKey.parse(second).current();
            assertThat(rotation.said()).contains(current).doesNotContain(first);
            await().atMost(SOON).until(() -> rollcall.out().stream()
                    .anyMatch(line -> line.contains("Everything is wrapped under installation key " + current)));
            Http.Answer kid = expect(200, rollcall.http().get("/oauth2/jwks"));
            assertThat(kid.json().at("/keys")).hasSize(2);
            load.end();

            String newest = second.split(",")[0];
            assertThat(Rotation.wrapped(folder))
                    .hasSizeGreaterThan(wrapped.size())
                    .allMatch(row -> Rotation.opens(newest, row))
                    .noneMatch(row -> Rotation.opens(first, row));
            readable(rollcall, user, client, token);
            assertThat(rollcall.http()
                            .with("Authorization", "Bearer " + bearer)
                            .get("/api/v1/users?limit=1")
                            .status())
                    .isEqualTo(200);
            assertThat(rollcall.http()
                            .with("Authorization", "Bearer " + bearer(rollcall))
                            .get("/api/v1/users?limit=1")
                            .status())
                    .isEqualTo(200);
            rollcall.stop();
        }

        String third = InstallationKey.random().export();
        refused(Map.of("ROLLCALL_KEY", second.split(",")[0]), "is not the one this database was begun with");
        refused(
                Map.of("ROLLCALL_KEY", third + "," + first),
                "rollcall.key: the list lacks the key with fingerprint "
                        + InstallationKey.parse(second).current());
        try (RunningRollcall rollcall = RunningRollcall.start(folder)) {
            readable(rollcall, user, client, token);
            Cast.register(rollcall.http(), token, "pc-7");
            // another time, over a list that a person wrote
            Files.writeString(file, third + "," + second);
            await().atMost(SOON).until(() -> rollcall.out().stream()
                    .anyMatch(line -> line.contains("From the list can be taken: "
                            + InstallationKey.parse(second).current())));
            Files.writeString(file, third);
            await().atMost(SOON)
                    .until(() -> rollcall.out().stream().anyMatch(line -> line.contains("and must end with")));
            Files.writeString(file, third + "," + first);
            await().atMost(SOON)
                    .until(() -> expect(200, rollcall.http().get("/oauth2/jwks"))
                                    .json()
                                    .at("/keys")
                                    .size()
                            == 2);
            assertThat(Rotation.wrapped(folder)).isNotEmpty().allMatch(row -> Rotation.opens(third, row));
            assertThat(verified(rollcall)).isEqualTo("INTACT");
            Cast.engineer(rollcall.admin(), "after");
        }
    }

    private static void readable(RunningRollcall rollcall, String user, String client, String token) throws Exception {
        Http admin = rollcall.admin();
        assertThat(expect(200, admin.get("/api/v1/users/" + user)).at("/username"))
                .isEqualTo("before");
        assertThat(expect(200, admin.get("/api/v1/users/" + user + "/history")).text())
                .contains("before@example.test");
        assertThat(expect(200, admin.post("/api/v1/clients/" + client + "/token/reveal", "{}"))
                        .at("/token"))
                .isEqualTo(token);
        // a name that is taken stays so
        assertThat(admin.post("/api/v1/users", Cast.user("before", "QUALITY_ENGINEER", null))
                        .status())
                .isEqualTo(409);
        assertThat(verified(rollcall)).isEqualTo("INTACT");
    }

    private static String verified(RunningRollcall rollcall) throws Exception {
        return await().atMost(SOON)
                .until(
                        () -> expect(200, rollcall.admin().get("/api/v1/audit/verify"))
                                .at("/state"),
                        state -> !state.equals("RUNNING"));
    }

    private static String bearer(RunningRollcall rollcall) throws Exception {
        Http.Answer account = expect(
                201,
                rollcall.admin()
                        .post(
                                "/api/v1/service-accounts",
                                "{\"name\": \"ci-" + System.nanoTime() + "\", \"scopes\": [\"users:read\"]}"));
        return expect(
                        200,
                        rollcall.http()
                                .as(account.at("/serviceAccountId"), account.at("/secret"))
                                .form("/oauth2/token", "grant_type=client_credentials"))
                .at("/access_token");
    }

    @Test
    void a_key_that_is_a_setting_is_rotated_by_its_owner_and_the_command_says_how() throws Exception {
        InstallationKey key = InstallationKey.random();

        Rotation said = Rotation.rotate("--rollcall.data=" + folder, "--rollcall.key=" + key.export());

        assertThat(said.exit()).as(said.said()).isZero();
        List<InstallationKey> lists = said.said()
                .lines()
                .filter(line -> line.matches("[A-Za-z0-9+/=]{44}(,[A-Za-z0-9+/=]{44})+"))
                .map(InstallationKey::parse)
                .toList();
        assertThat(lists).hasSize(2).extracting(InstallationKey::fingerprint).containsOnly(key.fingerprint());
        assertThat(lists.get(0).current()).isEqualTo(key.fingerprint());
        assertThat(lists.get(0).holds(lists.get(1).current())).isTrue();
        assertThat(lists.get(1).current()).isNotEqualTo(key.fingerprint());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void where_there_is_no_key_nothing_is_rotated() throws Exception {
        Rotation absent = Rotation.rotate("--rollcall.data=" + folder.resolve("nowhere"));
        assertThat(absent.exit()).isEqualTo(2);
        assertThat(absent.said().lines()).singleElement().asString().contains("rollcall.data: there is no key in");
        assertThat(folder).isEmptyDirectory();
        assertThat(Rotation.rotate("now").said()).startsWith("usage: ");
        Files.createDirectories(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/installation.key"), "scribble");
        Rotation unreadable = Rotation.rotate("--rollcall.data=" + folder);
        assertThat(unreadable.exit()).isEqualTo(2);
        assertThat(unreadable.said()).contains("does not hold a key of 32 bytes in Base64");
        assertThat(folder.resolve("keys/installation.key")).hasContent("scribble");
    }

    private void refused(Map<String, String> environment, String line) throws Exception {
        RunningRollcall rollcall = RunningRollcall.launch(folder, environment);
        assertThat(rollcall.exitCode()).isNotZero();
        assertThat(rollcall.err()).singleElement().asString().contains(line).endsWith(".");
    }

    private static String rights(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
