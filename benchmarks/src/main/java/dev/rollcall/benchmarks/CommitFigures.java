package dev.rollcall.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What an edit costs PostgreSQL in transactions, everything included: append, wake-up, views, their tokens, idempotency. All of
 * them are counted by the statistics, less what the jar does when nobody asks anything; those that wrote by the ids they took.
 */
final class CommitFigures {

    private static final int[] CALLERS = {1, 8, 16};
    /** An idle connection tells the statistics about its last transactions after 10 s. */
    private static final long STATISTICS_MILLIS = 10_500;

    private CommitFigures() {}

    static void measure(RunningJar jar, Server server, Editors editors, Plan plan, Sheet sheet) throws Exception {
        try (Connection connection = server.connect(Server.OF_THE_JAR)) {
            editors.warm(jar, plan.seconds());
            Thread.sleep(STATISTICS_MILLIS);
            long commits = commits(connection);
            long writes = writes(connection);
            Thread.sleep(STATISTICS_MILLIS);
            double idleWrites = (writes(connection) - writes) / (STATISTICS_MILLIS / 1e3);
            double idleCommits = (commits(connection) - commits) / (STATISTICS_MILLIS / 1e3);
            sheet.add(
                    "commits per second while nobody asks anything",
                    "%.1f, of them writing %.1f".formatted(idleCommits, idleWrites),
                    "",
                    "",
                    "");
            for (int callers : CALLERS) {
                measure(jar, connection, editors, plan, callers, idleCommits, sheet);
            }
        }
    }

    private static void measure(
            RunningJar jar,
            Connection connection,
            Editors editors,
            Plan plan,
            int callers,
            double idleCommits,
            Sheet sheet)
            throws Exception {
        Series ids = new Series();
        Series rate = new Series();
        long edits = 0;
        long begin = System.nanoTime();
        long before = commits(connection);
        for (int round = 0; round < plan.rounds(); round++) {
            long written = writes(connection);
            AtomicReference<Editors.Acknowledged> last = new AtomicReference<>();
            Crowd.Done done = Crowd.closed(callers, plan.seconds(), number -> last.set(editors.edit(jar)));
            Views.await(connection, last.get().user(), last.get().version());
            ids.add((double) (writes(connection) - written) / done.count());
            rate.add(done.perSecond());
            edits += done.count();
        }
        Thread.sleep(STATISTICS_MILLIS);
        double idle = idleCommits * (System.nanoTime() - begin) / 1e9;
        sheet.add(
                "writing transactions per edit, callers: " + callers,
                ids.in("%.2f"),
                "one edit (" + rate.in("%.0f") + "/s)",
                ids.in("%.2f"),
                "≤ 1.3");
        sheet.add(
                "all transactions per edit, callers: " + callers,
                "%.1f".formatted((commits(connection) - before - idle) / edits),
                "one edit",
                "",
                "");
    }

    /** Transactions that took an id, of the whole server; asking takes none. */
    private static long writes(Connection connection) throws SQLException {
        return Server.number(connection, "select pg_snapshot_xmax(pg_current_snapshot())");
    }

    private static long commits(Connection connection) throws SQLException {
        return Server.number(connection, "select xact_commit from pg_stat_database where datname = current_database()");
    }
}
