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
 * The yardstick for what is written: {@code pgbench} inserting rows of the shape of a fact that our engine wrote, into a table
 * made like the table of facts, one per transaction in autocommit.
 */
final class Pgbench {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final int LATENCY_COLUMN = 2;

    private final Server server;
    private final String database;
    private final Path folder;
    private final Path script;

    /** @param database has one fact at least in {@code store.fact} */
    Pgbench(Server server, String database, Path folder) throws IOException, SQLException {
        this.server = server;
        this.database = database;
        this.folder = Files.createDirectories(folder);
        this.script = folder.resolve("insert.sql");
        try (Connection connection = server.connect(database)) {
            Server.run(
                    connection,
                    "create schema if not exists yardstick",
                    "create table if not exists yardstick.fact (like store.fact including all)");
            // pgbench sends it as it is, one line, one statement
            Files.writeString(script, Server.column(connection, """
                            select format('insert into yardstick.fact (era, event_id, aggregate_id, aggregate_type, sequence,'
                                || ' name, revision, occurred_at, metadata, payload) values (1, gen_random_uuid(),'
                                || ' uuidv7()::text, %L, 0, %L, %L, now(), %L, %L);',
                                aggregate_type, name, revision, metadata, payload)
                            from store.fact where aggregate_type is not null order by era, xid, number desc limit 1""").get(0).replace(" E'\\\\", " '\\"));
        }
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

    /** Inserts per second. */
    double rate(int clients, int seconds) throws IOException, InterruptedException {
        Matcher rate = RATE.matcher(run(clients, seconds, List.of()));
        if (!rate.find()) {
            throw new IllegalStateException("pgbench does not say how many it inserted");
        }
        return Double.parseDouble(rate.group(1));
    }

    /** The median time of one durable commit with one client, in milliseconds. */
    double commit(int seconds) throws IOException, InterruptedException {
        Path prefix = Files.createTempDirectory(folder, "commits").resolve("log");
        run(1, seconds, List.of("-l", "--log-prefix=" + prefix));
        Series micros = new Series();
        try (Stream<Path> logs = Files.list(prefix.getParent())) {
            for (Path log : logs.toList()) {
                for (String line : Files.readAllLines(log)) {
                    micros.add(Double.parseDouble(line.split(" ")[LATENCY_COLUMN]));
                }
            }
        }
        return micros.median() / 1000;
    }

    private String run(int clients, int seconds, List<String> more) throws IOException, InterruptedException {
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
