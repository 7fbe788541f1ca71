package dev.rollcall.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.InstallationKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a command and a fact cost in things that can be counted on any machine. No bound is a wish: each is a little above what it
 * was when it was written down, so that whoever makes it dearer notices, and either undoes that or says why it is worth it.
 */
class CountsTest {

    private static final int USERS = 1000;
    private static final int RENAMINGS = 16;
    /** So slow that every command is in the views before the next one comes: nothing is shared. */
    private static final int PER_SECOND = 10;

    private static final int COMMANDS = 80;
    private static final int IDLE_MILLIS = 5000;

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static Wiretap wiretap;
    private static Peer inside;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("autovacuum", "off")
                .start();
        wiretap = new Wiretap(postgres.getPort());
        Path data = Files.createDirectories(folder.resolve("data"));
        inside = Site.insider(
                Path.of(System.getProperty("rollcall.jar")),
                data,
                folder,
                "counted",
                List.of(
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + wiretap.port() + "/postgres",
                        "--spring.datasource.username=postgres"));
        InstallationKey key = InstallationKey.parse(
                Files.readString(data.resolve("keys/installation.key")).strip());
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres");
            pool.setUsername("postgres");
            try (Room room = Room.open(pool, key)) {
                People.fill(room, 0, USERS, RENAMINGS);
            }
        }
        inside.ask("users=all from=0 count=" + USERS);
        inside.ask("clients=all from=0 count=" + USERS);
    }

    @AfterAll
    static void stop() throws Exception {
        if (inside != null) {
            inside.close();
        }
        wiretap.close();
        postgres.close();
    }

    /** Of one command, on average. */
    private record Cost(double writes, double trips, double statements, Map<String, Double> each) {

        void isBelow(double mostWrites, double mostTrips, double mostStatements) {
            assertSoftly(softly -> {
                softly.assertThat(writes)
                        .as("transactions that write, of one: " + told())
                        .isLessThan(mostWrites);
                softly.assertThat(trips)
                        .as("times that an answer of PostgreSQL is waited for, of one: " + told())
                        .isLessThan(mostTrips);
                softly.assertThat(statements)
                        .as("statements, of one: " + told())
                        .isLessThan(mostStatements);
            });
        }

        String told() {
            return "%nwriting transactions %.2f, round trips %.2f, statements %.2f:%n"
                            .formatted(writes, trips, statements)
                    + each.entrySet().stream()
                            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                            .filter(one -> one.getValue() >= 0.05)
                            .map(one -> "%8.2f  %s".formatted(one.getValue(), one.getKey()))
                            .collect(Collectors.joining("\n"))
                    + "\n";
        }
    }

    @Test
    void an_edit_costs_no_more_than_it_did() throws Exception {
        // one for the facts and one for all views, and what the views write when they find no more, and the chain now
        // and then
        cost("edit").isBelow(2.6, 11.5, 15);
    }

    @Test
    void a_reprovision_costs_no_more_than_it_did() throws Exception {
        // as an edit, and the row of the new token before its fact, and that of the old one after it
        cost("reprovision").isBelow(4.6, 13, 17);
    }

    @ParameterizedTest
    @CsvSource({
        "edit, 340000, what is new of the user is read and two facts are written",
        "reprovision, 170000, what is new of the client is read and two facts are written",
        "introspect, 75000, what is new of the client and of who asks is read"
    })
    void a_message_allocates_no_more_than_it_did(String load, double bytes, String why) throws Exception {
        if (load.equals("introspect")) {
            inside.ask("clients=all from=0 count=50");
            inside.ask("issue=all");
        }
        // twice: what is compiled allocates less than what is interpreted
        inside.ask("load=" + load + " callers=1 seconds=4");
        assertThat(inside.ask("load=" + load + " callers=1 seconds=3").number("bytes"))
                .as("bytes allocated by the thread that sends one: " + why)
                .isLessThan(bytes);
    }

    @Test
    void a_replayed_fact_allocates_no_more_than_it_did() throws Exception {
        inside.ask("replay=all");
        assertThat(inside.ask("replay=all").number("bytes"))
                .as("bytes allocated by all threads for each fact: it is read for four views, deciphered and applied")
                .isLessThan(76_000);
    }

    private static Cost cost(String load) throws Exception {
        inside.ask("load=" + load + " callers=1 seconds=3");
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            Views.settle(connection);
            long begin = System.nanoTime();
            Wiretap.Count idle = wiretap.count();
            Thread.sleep(IDLE_MILLIS);
            Wiretap.Count before = wiretap.count();
            double nobody = (System.nanoTime() - begin) / 1e9;
            idle = before.minus(idle);
            long writes = EditRows.writes(connection);
            begin = System.nanoTime();
            double count = inside.ask(
                            "load=" + load + " callers=1 rate=" + PER_SECOND + " seconds=" + COMMANDS / PER_SECOND)
                    .number("count");
            Views.settle(connection);
            double seconds = (System.nanoTime() - begin) / 1e9;
            Wiretap.Count all = wiretap.count().minus(before);
            double written = (EditRows.writes(connection) - writes) / count;
            double share = seconds / nobody;
            Map<String, Double> each = new TreeMap<>();
            for (Map.Entry<String, Long> statement : all.statements().entrySet()) {
                each.put(
                        statement.getKey(),
                        (statement.getValue() - share * idle.statements().getOrDefault(statement.getKey(), 0L))
                                / count);
            }
            return new Cost(
                    written,
                    (all.trips() - share * idle.trips()) / count,
                    (all.all() - share * idle.all()) / count,
                    each);
        }
    }
}
