package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static dev.rollcall.app.SharedRollcall.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.app.Http.Answer;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;

/** What an auditor does: takes the history away, follows it, and has it proven that nobody altered it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditJourney {

    private static final Duration SOON = Duration.ofSeconds(20);

    private Path folder;
    private EmbeddedDatabase database;
    private RunningRollcall rollcall;
    private Http admin;

    @BeforeAll
    void start() throws Exception {
        folder = Files.createTempDirectory("rollcall-audit");
        database =
                EmbeddedDatabase.start(DataFolder.at(folder.resolve("database").toString()));
        rollcall = RunningRollcall.launch(
                        folder.resolve("process"),
                        Map.of(
                                "ROLLCALL_ADMIN_PASSWORD",
                                RunningRollcall.PASSWORD,
                                "SPRING_DATASOURCE_URL",
                                database.url(),
                                "SPRING_DATASOURCE_USERNAME",
                                EmbeddedDatabase.USER,
                                "SPRING_DATASOURCE_PASSWORD",
                                database.password()))
                .ready();
        admin = rollcall.admin();
    }

    @AfterAll
    void stop() throws Exception {
        rollcall.close();
        database.close();
        PostgresBinaries.delete(folder);
    }

    @Test
    void all_facts_are_taken_away_and_followed_from_the_last_one_on() throws Exception {
        String user = Cast.engineer(admin, name("followed")).at("/userId");
        List<String> taken = expect(
                        200, admin.with("Accept", "application/x-ndjson").get("/api/v1/audit?user=" + user))
                .text()
                .lines()
                .toList();
        assertThat(taken).hasSize(1).first().asString().contains("\"type\":\"user-created\"");
        assertThat(expect(200, admin.with("Accept", "text/csv").get("/api/v1/audit?user=" + user))
                        .text()
                        .lines())
                .hasSize(2);
        String last = taken.get(0).replaceFirst(".*\"position\":\"([0-9.]+)\".*", "$1");

        expect(200, edit(user, "Adeyemi"));
        try (HttpFollower follower = new HttpFollower(last)) {
            assertThat(follower.next("data:")).contains("dev.rollcall.user-renamed", "Adeyemi");
            expect(200, edit(user, "Brandt"));
            assertThat(follower.next("data:")).contains("dev.rollcall.user-renamed", "Brandt");
        }
    }

    @Test
    void whatever_is_altered_in_the_database_is_named() throws Exception {
        String user = Cast.engineer(admin, name("altered")).at("/userId");
        Answer intact = untilAllIsSigned();
        assertThat(intact.at("/state")).as(intact::toString).isEqualTo("INTACT");
        assertThat(intact.json().at("/facts").asLong()).isEqualTo(number("select count(*) from store.fact"));
        String fact = " where aggregate_id = '" + user + "' and sequence = 0";
        String place = text("select era || '.' || xid || '.' || number from store.fact" + fact);

        execute("update store.fact set occurred_at = occurred_at - interval '1 day'" + fact);
        Answer broken = verify();
        assertThat(broken.at("/state")).as(broken::toString).isEqualTo("BROKEN");
        assertThat(broken.at("/firstBad/kind")).isEqualTo("ALTERED");
        assertThat(broken.at("/firstBad/position")).isEqualTo(place);
        Path altered = dump();

        execute("update store.fact set occurred_at = occurred_at + interval '1 day'" + fact);
        assertThat(verify().at("/state")).isEqualTo("INTACT");
        assertThat(offline(altered)).isEqualTo("1 broken: ALTERED at position " + place);
        assertThat(offline(dump())).startsWith("0 intact: ");
    }

    private Answer edit(String user, String lastName) throws Exception {
        return admin.with("If-Match", "*").patch("/api/v1/users/" + user, "{\"lastName\": \"" + lastName + "\"}");
    }

    private Answer verify() throws Exception {
        return expect(200, admin.get("/api/v1/audit/verify"));
    }

    private Answer untilAllIsSigned() throws Exception {
        return await().atMost(SOON)
                .until(
                        this::verify,
                        answer -> answer.at("/state").equals("BROKEN")
                                || answer.json().at("/unsigned").asLong() == 0
                                        && answer.json().at("/facts").asLong() > 0);
    }

    /** As the command is run where there is neither database nor service: its exit code and the begin of what it says. */
    private String offline(Path dump) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("rollcall.jar"),
                        "verify-audit",
                        dump.toString(),
                        folder.resolve("process/audit/head.json").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue() + " " + said.split(",|\\. ")[0];
    }

    /** As pg_dump writes tables in its plain format. */
    private Path dump() throws Exception {
        Path file = Files.createTempFile(folder, "dump", ".sql");
        List<String> parts = new ArrayList<>();
        for (String table : List.of("store.fact", "store.chain")) {
            String columns = text("select string_agg(column_name, ', ' order by ordinal_position)"
                    + " from information_schema.columns where table_schema || '.' || table_name = '" + table + "'");
            String copy = table + " (" + columns + ")";
            StringWriter rows = new StringWriter();
            try (Connection connection = connect()) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + copy + " to stdout", rows);
            }
            parts.add("COPY " + copy + " FROM stdin;\n" + rows + "\\.\n");
        }
        return Files.writeString(file, String.join("\n", parts));
    }

    private Connection connect() throws Exception {
        return DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, database.password());
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        }
    }

    private String text(String sql) throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private long number(String sql) throws Exception {
        return Long.parseLong(text(sql));
    }

    /** Follows all facts from a place on. */
    private final class HttpFollower implements AutoCloseable {

        private final InputStream body;
        private final BufferedReader lines;

        private HttpFollower(String after) throws Exception {
            String credentials = Base64.getEncoder()
                    .encodeToString(("admin:" + RunningRollcall.PASSWORD).getBytes(StandardCharsets.UTF_8));
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + rollcall.port() + "/api/v1/audit/stream"))
                    .header("Authorization", "Basic " + credentials)
                    .header("Last-Event-ID", after)
                    .build();
            body = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        private String next(String beginning) throws Exception {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(beginning)) {
                    return line;
                }
            }
            throw new AssertionError("the stream ended");
        }

        @Override
        public void close() throws Exception {
            body.close();
        }
    }
}
