package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.app.Http.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Somebody asks to be forgotten, and is: in answers, in the files of the database, and after a backup was restored. */
class ErasureJourney {

    private static final String API = "/api/v1";

    /** What is to be gone in the end, each found nowhere else. */
    static final List<String> PLANTED =
            List.of("plantedname", "planted.mail", "Plantedfirst", "Plantedlast", "Plantedsecond", "planted-host");

    @TempDir
    Path folder;

    @Test
    void nothing_is_left_of_somebody_who_was_erased() throws Exception {
        String person;
        String colleague;
        String moved;
        String before;
        try (RunningRollcall rollcall = RunningRollcall.start(folder)) {
            Http admin = rollcall.admin();
            person = administrator(admin);
            Http herself = rollcall.http().as("plantedname", Cast.PASSWORD);
            colleague = expect(201, herself.post(API + "/users", Cast.user("colleague", "QUALITY_ENGINEER", null)))
                    .at("/userId");
            String own = client(rollcall, admin, person, "agent-own", "planted-host-1");
            moved = client(rollcall, admin, person, "agent-moved", "planted-host-2");
            expect(200, admin.patch(API + "/clients/" + moved, "{\"userId\": \"" + colleague + "\"}"));
            expect(
                    200,
                    admin.with("If-Match", "*").patch(API + "/users/" + person, "{\"lastName\": \"Plantedsecond\"}"));
            expect(202, herself.post(API + "/projections/users/rebuild", ""));
            // no administrator any more, and so refused
            expect(
                    200,
                    admin.with("If-Match", "*")
                            .patch(API + "/users/" + person, "{\"primaryRole\": \"QUALITY_ENGINEER\"}"));
            expect(403, herself.post(API + "/users", Cast.user("nobody", "QUALITY_ENGINEER", null)));
            before = java.time.Instant.now().toString();
            assertThat(everything(admin, person, moved, own)).contains(PLANTED);

            expect(204, admin.post(API + "/users/" + person + "/erase", "{\"reason\": \"asked for it\"}"));

            expect(204, admin.post(API + "/users/" + person + "/erase", "{}"));
            expect(404, admin.post(API + "/users/" + UUID.randomUUID() + "/erase", "{}"));
            Answer refused = expect(409, admin.post(API + "/users/" + me(admin) + "/erase", "{}"));
            assertThat(refused.at("/code")).isEqualTo("last_administrator");
            awaitCleared(folder);
            forgotten(admin, person, moved, own, colleague, before);
            // names are free again
            String again = administrator(admin);
            assertThat(again).isNotEqualTo(person);
            expect(204, admin.post(API + "/users/" + again + "/erase", "{}"));
            awaitCleared(folder);
            for (String projection : List.of("users", "clients", "history")) {
                assertThat(checked(admin, projection).at("/equal"))
                        .as(projection)
                        .isEqualTo("true");
            }
            try (Rows rows = Rows.of(folder)) {
                assertThat(rows.dump()).doesNotContain(PLANTED);
            }
        }
        assertThat(found(folder)).isEmpty();
    }

    @Test
    void an_older_backup_does_not_bring_anybody_back() throws Exception {
        Path data = folder.resolve("data");
        String person;
        try (RunningRollcall rollcall = RunningRollcall.start(data)) {
            person = administrator(rollcall.admin());
            client(rollcall, rollcall.admin(), person, "agent-own", "planted-host-1");
            rollcall.stop();
        }
        Path backup = folder.resolve("backup");
        copy(data.resolve("postgres"), backup);
        try (RunningRollcall rollcall = RunningRollcall.start(data)) {
            expect(204, rollcall.admin().post(API + "/users/" + person + "/erase", "{}"));
            rollcall.stop();
        }
        delete(data.resolve("postgres"));
        copy(backup, data.resolve("postgres"));

        try (RunningRollcall restored = RunningRollcall.start(data)) {
            Http admin = restored.admin();
            expect(404, admin.get(API + "/users/" + person));
            awaitCleared(data);
            Answer history = expect(200, admin.get(API + "/users/" + person + "/history"));
            assertThat(history.at("/items/0/type")).isEqualTo("user-erased");
            assertThat(history.text()).doesNotContain(PLANTED).contains("erased");
            try (Rows rows = Rows.of(data)) {
                assertThat(rows.dump()).doesNotContain(PLANTED);
            }
        }
        assertThat(found(data)).isEmpty();
    }

    private static void forgotten(Http admin, String person, String moved, String own, String colleague, String before)
            throws Exception {
        assertThat(everything(admin, person, moved, own)).doesNotContain(PLANTED);
        expect(404, admin.get(API + "/users/" + person));
        expect(404, admin.get(API + "/clients/" + own));
        Answer then = expect(200, admin.get(API + "/users/" + person + "?asOf=" + before));
        for (String field : List.of("username", "email", "firstName", "lastName")) {
            assertThat(then.at("/" + field)).isEqualTo("erased");
        }
        assertThat(expect(200, admin.get(API + "/clients/" + moved)).at("/hostName"))
                .isEqualTo("erased");
        JsonNode created = expect(200, admin.get(API + "/users/" + colleague + "/history"))
                .json()
                .at("/items/0");
        assertThat(created.at("/actor/id").asString()).isEqualTo(person);
        assertThat(created.at("/actor/name").asString()).isEqualTo("erased");
        assertThat(expect(200, admin.get(API + "/users/" + person + "/history"))
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(6);
    }

    /** All that can be asked about them. */
    static String everything(Http admin, String person, String moved, String own) throws Exception {
        StringBuilder all = new StringBuilder();
        for (String path : List.of(
                "/users",
                "/clients",
                "/audit?limit=1000",
                "/users/" + person + "/history",
                "/clients/" + moved + "/history",
                "/clients/" + own + "/history",
                "/projections",
                "/dead-letters")) {
            all.append(expect(200, admin.get(API + path)).text());
        }
        return all.toString();
    }

    static String administrator(Http admin) throws Exception {
        return expect(201, admin.post(API + "/users", """
                        {"username": "plantedname", "configuration": "DEFAULT", "email": "planted.mail@example.test",
                         "firstName": "Plantedfirst", "lastName": "Plantedlast", "password": "%1$s",
                         "confirmPassword": "%1$s", "primaryRole": "QUALITY_MANAGER",
                         "secondaryRole": "ADMIN"}""".formatted(Cast.PASSWORD)))
                .at("/userId");
    }

    static String client(RunningRollcall rollcall, Http admin, String user, String name, String host) throws Exception {
        Answer client = Cast.client(admin, user, name);
        expect(200, Cast.register(rollcall.http(), client.at("/token/value"), host));
        return client.at("/clientId");
    }

    private static String me(Http admin) throws Exception {
        return expect(200, admin.get(API + "/users?search=rollcall.invalid")).at("/items/0/userId");
    }

    private static Answer checked(Http admin, String projection) throws Exception {
        String path = API + "/projections/" + projection;
        expect(202, admin.post(path + "/check", ""));
        Answer check = expect(200, admin.get(path + "/rebuild"));
        while (check.at("/state").equals("RUNNING")) {
            Thread.sleep(100);
            check = expect(200, admin.get(path + "/rebuild"));
        }
        return check;
    }

    static void awaitCleared(Path data) throws Exception {
        long end = System.nanoTime() + 90_000_000_000L;
        try (Rows rows = Rows.of(data)) {
            while (rows.count("vault.erasure where not (command_cleared and query_cleared)") > 0
                    || rows.count("vault.erasure") == 0) {
                assertThat(System.nanoTime()).as("cleared up by now").isLessThan(end);
                Thread.sleep(200);
            }
        }
    }

    /**
     * Files in which something planted is found; but for the write-ahead log, which may hold pages as they were until its files
     * are given up.
     */
    static List<String> found(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getParent().endsWith("pg_wal"))
                    .flatMap(file -> planted(file).map(value -> data.relativize(file) + ": " + value))
                    .toList();
        }
    }

    private static Stream<String> planted(Path file) {
        try {
            String content = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .toLowerCase(java.util.Locale.ROOT);
            return PLANTED.stream().filter(value -> content.contains(value.toLowerCase(java.util.Locale.ROOT)));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
