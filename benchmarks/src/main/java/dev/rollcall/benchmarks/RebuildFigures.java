package dev.rollcall.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** How fast views are built anew while the jar runs, beside reading the same facts and doing nothing with them. */
final class RebuildFigures {

    private RebuildFigures() {}

    static void measure(RunningJar jar, Server server, Editors editors, Plan plan, Sheet sheet) throws Exception {
        try (Connection connection = server.connect(Server.OF_THE_JAR)) {
            long facts = Server.number(connection, "select count(*) from store.fact");
            Views.scan(connection);
            List<List<String>> what = List.of(List.of("users"), List.of("clients"), List.of("history"), Views.ALL);
            List<Series> scans = what.stream().map(each -> new Series()).toList();
            List<Series> rebuilds = what.stream().map(each -> new Series()).toList();
            for (int round = 0; round < plan.rounds(); round++) {
                for (int each = 0; each < what.size(); each++) {
                    scans.get(each).add(Views.scan(connection));
                    double seconds = rebuild(jar, editors, connection, what.get(each));
                    rebuilds.get(each).add(facts * what.get(each).size() / seconds);
                }
            }
            for (int each = 0; each < what.size(); each++) {
                boolean all = what.get(each).size() > 1;
                sheet.add(
                        all
                                ? "rebuild of all three views at once, facts applied"
                                : "rebuild of the view " + what.get(each).get(0) + " from " + facts + " facts",
                        rebuilds.get(each).in("%.0f") + "/s",
                        "keyset read " + scans.get(each).in("%.0f") + "/s",
                        rebuilds.get(each).over(scans.get(each)).in("%.3f"),
                        "≥ 0.15");
            }
        }
    }

    /** Seconds from asking for it to the view in its place. */
    private static double rebuild(RunningJar jar, Editors editors, Connection connection, List<String> projections)
            throws Exception {
        long before = done(connection);
        long begin = System.nanoTime();
        for (String projection : projections) {
            editors.rebuild(jar, projection);
        }
        Views.until("a rebuild does not end", 5, () -> done(connection) == before + projections.size());
        return (System.nanoTime() - begin) / 1e9;
    }

    private static long done(Connection connection) throws SQLException {
        List<String> failures = Server.column(
                connection,
                "select projection || ': ' || coalesce(failure, state) from query.rebuild"
                        + " where state not in ('RUNNING', 'DONE')");
        if (!failures.isEmpty()) {
            throw new IllegalStateException("a rebuild failed: " + failures.get(0));
        }
        return Server.number(connection, "select count(*) from query.rebuild where state = 'DONE'");
    }
}
