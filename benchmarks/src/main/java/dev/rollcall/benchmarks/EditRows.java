package dev.rollcall.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Rows 1 to 3 and 13: what a change of a user or a client costs, over HTTP, in process, in transactions, for its security. */
final class EditRows {

    private static final int[] CALLERS = {1, 8, 16};
    private static final int MOST = 16;
    private static final String EVENTS = "pgbench inserts, three indexes,";
    /** An idle connection tells the statistics about its last transactions after 10 s. */
    private static final long STATISTICS_MILLIS = 10_500;

    private EditRows() {}

    /** Row 1. */
    static void overHttp(Site site, Plan plan, Report report) throws Exception {
        Pgbench pgbench = site.pgbench();
        Loads edits = edits(site, plan);
        edits.warm(MOST);
        report.begin(1);
        Series inserts = new Series();
        Series rates = new Series();
        Series cores = new Series();
        Series program = new Series();
        Series halves = new Series();
        Series medians = new Series();
        Series tails = new Series();
        for (int round = 0; round < plan.rounds(); round++) {
            inserts.add(pgbench.events(MOST, plan.seconds()));
            double before = site.jar().processorSeconds();
            long begin = System.nanoTime();
            Words most = edits.most(MOST);
            program.add((site.jar().processorSeconds() - before) / ((System.nanoTime() - begin) / 1e9));
            rates.add(most.number("rate"));
            cores.add(most.number("cores"));
            Words half = edits.at(most.number("rate") / 2, MOST);
            halves.add(half.number("rate"));
            medians.add(half.number("p50"));
            tails.add(half.number("p99"));
        }
        report.add(1, "edits over HTTP, 16 callers", rates, "/s", inserts, EVENTS, "/s", Figure.atLeast(0.40), cores);
        String load = " at half of that (" + Figure.number(halves.median()) + "/s, by the clock)";
        report.add(1, "median of an edit" + load, medians, " ms", null, null);
        report.add(1, "p99 of an edit" + load, tails, " ms", null, null);
        report.add(1, "cores that the program took, PostgreSQL aside", program, "", null, null);
    }

    private static Loads edits(Site site, Plan plan) throws Exception {
        Peer driver = site.driver();
        driver.ask("users=all from=0 count=" + site.users());
        return new Loads(driver, "edit", plan.seconds());
    }

    /** Row 2. */
    static void inProcess(Peer inside, Site site, Pgbench pgbench, Plan plan, Report report) throws Exception {
        inside.ask("users=all from=0 count=" + site.users());
        inside.ask("clients=all from=0 count=" + site.users());
        report.begin(2);
        for (String load : List.of("edit", "reprovision")) {
            Loads loads = new Loads(inside, load, plan.seconds());
            loads.warm(MOST);
            for (int callers : CALLERS) {
                Series inserts = new Series();
                Series rates = new Series();
                Series bytes = new Series();
                for (int round = 0; round < plan.rounds(); round++) {
                    inserts.add(pgbench.events(callers, plan.seconds()));
                    Words most = loads.most(callers);
                    rates.add(most.number("rate"));
                    bytes.add(most.number("bytes") / 1024);
                }
                report.add(
                        2,
                        load + "s in process, callers: " + callers,
                        rates,
                        "/s",
                        inserts,
                        EVENTS,
                        "/s",
                        callers == 8 ? Figure.atLeast(0.60) : null,
                        null);
                if (callers == 8) {
                    report.add(
                            2,
                            "allocated by the caller's thread for each of the " + load + "s",
                            bytes,
                            " KiB",
                            null,
                            null);
                }
            }
        }
    }

    /** Row 13: the same edits with and without what the program does about security. */
    static void security(Peer inside, Site site, Plan plan, Report report) throws Exception {
        inside.ask("users=all from=0 count=" + site.users());
        String load = " callers=8 seconds=" + plan.seconds();
        inside.ask("load=promote" + load);
        inside.ask("load=promote unguarded=yes" + load);
        report.begin(13);
        Series guardedNames = new Series();
        Series guardedRoles = new Series();
        Series names = new Series();
        Series roles = new Series();
        for (int round = 0; round < plan.rounds(); round++) {
            roles.add(inside.ask("load=promote unguarded=yes" + load).number("rate"));
            guardedNames.add(inside.ask("load=edit" + load).number("rate"));
            guardedRoles.add(inside.ask("load=promote" + load).number("rate"));
            names.add(inside.ask("load=edit unguarded=yes" + load).number("rate"));
        }
        String what = "edits in process, 8 callers, ";
        report.add(
                13,
                what + "all: asserted, judged, names sealed",
                guardedNames,
                "/s",
                roles,
                "neither, of a role",
                "/s",
                Figure.atLeast(0.9),
                null);
        report.add(
                13,
                what + "asserted and judged, of a role",
                guardedRoles,
                "/s",
                roles,
                "neither, of a role",
                "/s",
                null,
                null);
        report.add(
                13,
                what + "asserted and judged, of a name",
                guardedNames,
                "/s",
                names,
                "neither, of a name",
                "/s",
                null,
                null);
    }

    /** Row 3: from the first edit until its fact is in all views. */
    static void commits(Site site, Plan plan, Report report) throws Exception {
        Loads edits = edits(site, plan);
        edits.warm(MOST);
        report.begin(3);
        try (Connection connection = site.connect()) {
            Views.settle(connection);
            Thread.sleep(STATISTICS_MILLIS);
            long commits = commits(connection);
            long writes = writes(connection);
            Thread.sleep(STATISTICS_MILLIS);
            double idle = (commits(connection) - commits) / (STATISTICS_MILLIS / 1e3);
            Series idleWrites = new Series();
            idleWrites.add((writes(connection) - writes) / (STATISTICS_MILLIS / 1e3));
            for (int callers : CALLERS) {
                commits(connection, edits, plan, callers, idle, report);
            }
            report.add(3, "writing transactions per second while nobody asks", idleWrites, "", null, null);
        }
    }

    private static void commits(Connection connection, Loads edits, Plan plan, int callers, double idle, Report report)
            throws Exception {
        Series ids = new Series();
        long count = 0;
        long begin = System.nanoTime();
        long before = commits(connection);
        for (int round = 0; round < plan.rounds(); round++) {
            long written = writes(connection);
            Words most = edits.most(callers);
            Views.settle(connection);
            ids.add((writes(connection) - written) / most.number("count"));
            count += (long) most.number("count");
        }
        Thread.sleep(STATISTICS_MILLIS);
        Series all = new Series();
        all.add((commits(connection) - before - idle * (System.nanoTime() - begin) / 1e9) / count);
        report.add(
                3,
                "transactions that wrote, for each edit, callers: " + callers,
                ids,
                "",
                callers == MOST ? Figure.within(1.3) : null,
                null);
        report.add(
                3, "all transactions, reading ones as well, for each edit, callers: " + callers, all, "", null, null);
    }

    /** Transactions that took an id, of the whole server; asking takes none. */
    static long writes(Connection connection) throws SQLException {
        return Server.number(connection, "select pg_snapshot_xmax(pg_current_snapshot())");
    }

    private static long commits(Connection connection) throws SQLException {
        return Server.number(connection, "select xact_commit from pg_stat_database where datname = current_database()");
    }
}
