package dev.rollcall.benchmarks;

import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * How long an edit that was acknowledged is not in the view of users yet, at half of what the jar can do, beside one durable
 * commit. The view is looked at by SQL over one connection, again and again; a look and the pause before it count in full.
 */
final class FreshnessFigures {

    private static final int CALLERS = 16;
    private static final long PAUSE_NANOS = 500_000;
    private static final int SAMPLE = 4;

    private final Server server;
    private final Editors editors;
    private final Plan plan;
    private final Sheet sheet;
    private final Pgbench pgbench;

    FreshnessFigures(Server server, Editors editors, Plan plan, Path folder, Sheet sheet) throws Exception {
        this.server = server;
        this.editors = editors;
        this.plan = plan;
        this.sheet = sheet;
        this.pgbench = new Pgbench(server, Server.OF_THE_JAR, folder);
    }

    /** Edits at a process; which one feeds the view is the caller's choice. */
    void measure(String where, RunningJar jar) throws Exception {
        Series commits = new Series();
        Series medians = new Series();
        Series tails = new Series();
        Series rates = new Series();
        editors.warm(jar, plan.seconds());
        for (int round = 0; round < plan.rounds(); round++) {
            commits.add(pgbench.commit(plan.seconds()));
            double half = Crowd.closed(CALLERS, 1, number -> editors.edit(jar)).perSecond() / 2;
            Thread.sleep(500);
            rates.add(half);
            try (Watcher watcher = new Watcher(server)) {
                Crowd.open(CALLERS, half, plan.seconds(), number -> watcher.watch(editors.edit(jar)));
                Series millis = watcher.all();
                medians.add(millis.median());
                tails.add(millis.at(0.99));
            }
        }
        String yardstick = "one commit " + commits.in("%.2f") + " ms";
        String load = " at " + rates.in("%.0f") + "/s";
        sheet.add(
                "acknowledged to visible, " + where + ", median" + load,
                medians.in("%.1f") + " ms",
                yardstick,
                medians.over(commits).in("%.1f"),
                "");
        sheet.add(
                "acknowledged to visible, " + where + ", p99" + load,
                tails.in("%.1f") + " ms",
                yardstick,
                tails.over(commits).in("%.1f"),
                "≤ 25");
    }

    /** Edits at one process and reads what was edited at the other, with the position; less a read that need not wait. */
    void readElsewhere(String where, RunningJar edited, RunningJar read) throws Exception {
        Series commits = new Series();
        Series medians = new Series();
        Series tails = new Series();
        editors.warm(read, plan.seconds());
        for (int round = 0; round < plan.rounds(); round++) {
            commits.add(pgbench.commit(plan.seconds()));
            double half =
                    Crowd.closed(CALLERS, 1, number -> editors.edit(edited)).perSecond() / 2;
            Thread.sleep(500);
            Series waiting = new Series();
            Series plain = new Series();
            Crowd.open(CALLERS, half, plan.seconds(), number -> {
                Editors.Acknowledged edit = editors.edit(edited);
                if (number % SAMPLE == 0) {
                    editors.read(read, edit.user(), edit.position());
                    double millis = (System.nanoTime() - edit.at()) / 1e6;
                    long begin = System.nanoTime();
                    editors.read(read, edit.user(), "");
                    synchronized (waiting) {
                        waiting.add(millis);
                        plain.add((System.nanoTime() - begin) / 1e6);
                    }
                }
            });
            medians.add(Math.max(0, waiting.median() - plain.median()));
            tails.add(Math.max(0, waiting.at(0.99) - plain.median()));
        }
        String yardstick = "one commit " + commits.in("%.2f") + " ms";
        sheet.add(
                "acknowledged to read, " + where + ", median",
                medians.in("%.1f") + " ms",
                yardstick,
                medians.over(commits).in("%.1f"),
                "");
        sheet.add(
                "acknowledged to read, " + where + ", p99",
                tails.in("%.1f") + " ms",
                yardstick,
                tails.over(commits).in("%.1f"),
                "≤ 25");
    }

    /** Looks until it has seen everything it was told of. */
    private static final class Watcher implements AutoCloseable {

        private final Map<UUID, Editors.Acknowledged> pending = new ConcurrentHashMap<>();
        private final Series millis = new Series();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final Connection connection;
        private final Thread thread = new Thread(this::look, "watcher");
        private volatile String failure = "";

        Watcher(Server server) throws SQLException {
            connection = server.connect(Server.OF_THE_JAR);
            thread.start();
        }

        void watch(Editors.Acknowledged edit) {
            pending.put(edit.user(), edit);
        }

        /** Once everything was seen. */
        Series all() throws SQLException, InterruptedException {
            Views.until("an edit does not become visible", 5, () -> pending.isEmpty() || !failure.isEmpty());
            close();
            if (!failure.isEmpty()) {
                throw new IllegalStateException("the view cannot be watched: " + failure);
            }
            return millis;
        }

        private void look() {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select user_id, version from view_users.users where user_id = any(?)")) {
                while (!closed.get()) {
                    if (!pending.isEmpty()) {
                        look(statement);
                    }
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (SQLException broken) {
                failure = String.valueOf(broken.getMessage());
            }
        }

        private void look(PreparedStatement statement) throws SQLException {
            Array users = connection.createArrayOf("uuid", pending.keySet().toArray());
            statement.setArray(1, users);
            try (ResultSet row = statement.executeQuery()) {
                long now = System.nanoTime();
                while (row.next()) {
                    UUID user = row.getObject(1, UUID.class);
                    Editors.Acknowledged edit = pending.get(user);
                    if (edit != null && row.getLong(2) >= edit.version()) {
                        millis.add(Math.max(0, now - edit.at()) / 1e6);
                        pending.remove(user);
                    }
                }
            }
        }

        @Override
        public void close() throws SQLException, InterruptedException {
            closed.set(true);
            thread.join();
            connection.close();
        }
    }
}
