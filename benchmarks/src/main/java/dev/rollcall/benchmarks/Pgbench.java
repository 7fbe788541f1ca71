package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The yardsticks: {@code pgbench}, a C program, with rows of the shape of a fact that our engine wrote, in autocommit, on the
 * same server.
 */
final class Pgbench {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final int LATENCY_COLUMN = 2;
    private static final String INSERT = """
            select format('insert into yardstick.%1$s (era, event_id, aggregate_id, aggregate_type, sequence,'
                || ' name, revision, occurred_at, metadata, payload) values (1, gen_random_uuid(),'
                || ' uuidv7()::text, %%L, 0, %%L, %%L, now(), %%L, %%L);',
                aggregate_type, name, revision, metadata, payload)
            from store.fact where aggregate_type is not null order by era, xid, number desc limit 1""";

    private final Server server;
    private final String database;
    private final Path folder;
    private final Path facts;
    private final Path events;
    private final Path points;
    private final Path renewals;

    /** @param database has one fact at least in {@code store.fact} */
    Pgbench(Server server, String database, Path folder) throws IOException, SQLException {
        this.server = server;
        this.database = database;
        this.folder = Files.createDirectories(folder);
        try (Connection connection = server.connect(database)) {
            Server.run(
                    connection,
                    "create schema if not exists yardstick",
                    "create table if not exists yardstick.fact (like store.fact including all)",
                    "create table if not exists yardstick.event (like store.fact including all)",
                    "create unique index if not exists third on yardstick.event (event_id)");
            // pgbench sends it as it is, one line, one statement
            facts = script("insert", insert(connection, "fact"));
            events = script("event", insert(connection, "event"));
            String point = "select * from yardstick.point where id = :%1$s;";
            points = script("point", "\\set n random(1, " + POINTS + ")\n" + point.formatted("n"));
            String event = Files.readString(events);
            renewals = script(
                    "renewal",
                    "\\set n random(1, " + POINTS + ")\n\\set m random(1, " + POINTS + ")\n" + event + "\n" + event
                            + "\n" + point.formatted("n") + "\n" + point.formatted("m"));
        }
    }

    private static final int POINTS = 100_000;

    private static String insert(Connection connection, String table) throws SQLException {
        return Server.column(connection, INSERT.formatted(table)).get(0).replace(" E'\\\\", " '\\");
    }

    private Path script(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name + ".sql"), text);
    }

    /** Makes the table of which single rows are read, where it is not there yet. */
    private void makePoints() throws SQLException {
        try (Connection connection = server.connect(database)) {
            if (Server.column(
                            connection,
                            "select 1 from pg_tables where schemaname = 'yardstick' and tablename = 'point'")
                    .isEmpty()) {
                Server.run(
                        connection,
                        "create table yardstick.point as select id::int, one.* from generate_series(1, " + POINTS
                                + ") id, (select * from store.fact where aggregate_type is not null limit 1) one",
                        "alter table yardstick.point add primary key (id)",
                        "vacuum analyze yardstick.point");
            }
        }
    }

    /** Makes the table that numbers users anew. */
    private long makeSomeone() throws SQLException {
        try (Connection connection = server.connect(database)) {
            Server.run(
                    connection,
                    "drop table if exists yardstick.someone",
                    "create table yardstick.someone as select row_number() over () as id, user_id from view_users.users"
                            + " where username like 'user-%'",
                    "alter table yardstick.someone add primary key (id)",
                    "analyze yardstick.someone");
            return Server.number(connection, "select count(*) from yardstick.someone");
        }
    }

    /** Events inserted per second, with three indexes. */
    double events(int clients, int seconds) throws IOException, InterruptedException {
        return rate(events, clients, seconds);
    }

    /** Rows read per second by their primary key, of 100,000. */
    double points(int clients, int seconds) throws IOException, InterruptedException, SQLException {
        makePoints();
        return rate(points, clients, seconds);
    }

    /** Two inserts and two reads by primary key, one after the other, per second. */
    double renewals(int clients, int seconds) throws IOException, InterruptedException, SQLException {
        makePoints();
        return rate(renewals, clients, seconds);
    }

    /** The p99 of the program's own statement for a page at this rate, in milliseconds from when it was due. */
    double page(Pages page, int clients, int seconds, double perSecond)
            throws IOException, InterruptedException, SQLException {
        Path script = script(page.name(), page.script(makeSomeone()));
        return millis(script, clients, seconds, List.of("-R", "%.1f".formatted(perSecond)))
                .at(0.99);
    }

    static void requireInstalled() throws InterruptedException {
        try {
            new ProcessBuilder("pgbench", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException missing) {
            throw new IllegalStateException(
                    "pgbench is not on the PATH: install PostgreSQL's client programs (postgresql-contrib)", missing);
        }
    }

    /** Inserts per second, with two indexes as the table of facts has them. */
    double rate(int clients, int seconds) throws IOException, InterruptedException {
        return rate(facts, clients, seconds);
    }

    private double rate(Path script, int clients, int seconds) throws IOException, InterruptedException {
        Matcher rate = RATE.matcher(run(script, clients, seconds, List.of()));
        if (!rate.find()) {
            throw new IllegalStateException("pgbench does not say how many it did");
        }
        return Double.parseDouble(rate.group(1));
    }

    /** The median time of one durable commit with one client, in milliseconds. */
    double commit(int seconds) throws IOException, InterruptedException {
        return millis(facts, 1, seconds, List.of()).median();
    }

    private Series millis(Path script, int clients, int seconds, List<String> more)
            throws IOException, InterruptedException {
        Path prefix = Files.createTempDirectory(folder, "times").resolve("log");
        List<String> words = new ArrayList<>(List.of("-l", "--log-prefix=" + prefix));
        words.addAll(more);
        run(script, clients, seconds, words);
        Series millis = new Series();
        try (Stream<Path> logs = Files.list(prefix.getParent())) {
            for (Path log : logs.toList()) {
                for (String line : Files.readAllLines(log)) {
                    millis.add(Double.parseDouble(line.split(" ")[LATENCY_COLUMN]) / 1000);
                }
            }
        }
        return millis;
    }

    private String run(Path script, int clients, int seconds, List<String> more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "pgbench",
                "-n",
                "-M",
                "prepared",
                "-f",
                script.toString(),
                "-c",
                String.valueOf(clients),
                "-j",
                String.valueOf(Math.min(clients, 2)),
                "-T",
                String.valueOf(seconds),
                "-h",
                "127.0.0.1",
                "-p",
                server.port(),
                "-U",
                Server.USER));
        command.addAll(more);
        command.add(database);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", server.password());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("pgbench failed: " + output.strip().replace('\n', ' '));
        }
        return output;
    }
}
