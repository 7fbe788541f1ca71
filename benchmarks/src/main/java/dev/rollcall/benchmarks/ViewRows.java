package dev.rollcall.benchmarks;

import java.sql.Connection;

/** Rows 6 to 8: views built anew, read, and how soon they show what was acknowledged. */
final class ViewRows {

    private static final int CALLERS = 16;
    private static final String COMMIT = "one durable commit";

    private ViewRows() {}

    /** Row 6: from asking over HTTP until all views made anew are in place. */
    static void rebuild(Site site, Plan plan, Report report) throws Exception {
        report.begin(6);
        try (Connection connection = site.connect()) {
            long facts = Server.number(connection, "select count(*) from store.fact");
            Views.scan(connection);
            Series scans = new Series();
            Series rebuilds = new Series();
            for (int round = 0; round < plan.rounds(); round++) {
                scans.add(Views.scan(connection));
                rebuilds.add(facts / rebuild(site, connection));
            }
            report.add(
                    6,
                    "rebuild of all views at once from %,d facts, each counted once".formatted(facts),
                    rebuilds,
                    "/s",
                    scans,
                    "keyset read, 1,000 at a time,",
                    "/s",
                    Figure.atLeast(0.15),
                    null);
        }
    }

    private static double rebuild(Site site, Connection connection) throws Exception {
        long before = Views.rebuilt(connection);
        long begin = System.nanoTime();
        for (String projection : Views.ALL) {
            Admin.rebuild(site.jar(), projection);
        }
        Views.until("a rebuild does not end", 20, () -> Views.rebuilt(connection) == before + Views.ALL.size());
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Row 7. */
    static void pages(Site site, Plan plan, Report report) throws Exception {
        Pgbench pgbench = site.pgbench();
        Peer driver = site.driver();
        driver.ask("users=all from=0 count=" + site.users());
        for (Pages page : Pages.values()) {
            Loads pages = new Loads(driver, page.name(), plan.seconds());
            pages.warm(CALLERS);
            report.begin(7);
            Series program = new Series();
            Series statements = new Series();
            Series halves = new Series();
            Series cores = new Series();
            for (int round = 0; round < plan.rounds(); round++) {
                double half = pages.most(CALLERS).number("rate") / 2;
                statements.add(pgbench.page(page, CALLERS, plan.seconds(), half));
                Words asked = pages.at(half, CALLERS);
                program.add(asked.number("p99"));
                halves.add(asked.number("rate"));
                cores.add(asked.number("cores"));
            }
            String what = "p99 of a page of 50 clients, " + page.words
                    + ", %,d clients, at half load (%s/s)".formatted(2 * site.users(), Figure.number(halves.median()));
            report.add(
                    7,
                    what,
                    program,
                    " ms",
                    statements,
                    "p99 of the same SQL by pgbench",
                    " ms",
                    Figure.atMost(2.5),
                    cores);
            report.add(7, "the same, in milliseconds", program, " ms", Figure.within(10), null);
        }
    }

    /** Row 8: edits at this process; which one feeds the view is the caller's choice. */
    static void freshness(Site site, Peer driver, String where, Plan plan, Report report) throws Exception {
        Pgbench pgbench = site.pgbench();
        Loads edits = new Loads(driver, "edit", plan.seconds());
        Loads watched = new Loads(driver, "watched", plan.seconds());
        edits.warm(CALLERS);
        report.begin(8);
        Series commits = new Series();
        Series medians = new Series();
        Series tails = new Series();
        Series rates = new Series();
        try (Connection connection = site.connect()) {
            for (int round = 0; round < plan.rounds(); round++) {
                commits.add(pgbench.commit(plan.seconds()));
                double half = edits.most(CALLERS).number("rate") / 2;
                Views.settle(connection);
                Words seen = watched.at(half, CALLERS);
                rates.add(half);
                medians.add(seen.number("p50"));
                tails.add(seen.number("p99"));
            }
        }
        String load = ", at half load (" + Figure.number(rates.median()) + "/s)";
        report.add(
                8,
                "acknowledged to visible, " + where + ", p99" + load,
                tails,
                " ms",
                commits,
                COMMIT,
                " ms",
                Figure.atMost(25),
                null);
        report.add(
                8,
                "acknowledged to visible, " + where + ", median" + load,
                medians,
                " ms",
                commits,
                COMMIT,
                " ms",
                null,
                null);
    }
}
