package dev.rollcall.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Row 11: whether rows 1, 5 and 7 stay what they were while users become more, and edits of one user. */
final class GrowthRows {

    private static final int CALLERS = 16;
    private static final int ALIKE = 4;
    private static final Figure.Goal GOAL = Figure.atLeast(0.9);
    /** A rate that every size can keep up, so that sizes are compared at the same. */
    private static final double PAGES_PER_SECOND = 50;

    /** As shares of the yardstick of the same moment: what a machine does may drift while a store is filled. */
    private record Stage(int users, Series edits, Series introspections, Series pages) {}

    private @Nullable Stage smallest;

    /** Measures the site as it is now, beside the first time. */
    void measure(Site site, Plan plan, Report report) throws Exception {
        Peer driver = site.driver();
        Pgbench pgbench = site.pgbench();
        driver.ask("users=all from=0 count=" + site.users());
        TokenRows.tokens(driver, true);
        Loads edits = new Loads(driver, "edit", plan.seconds());
        Loads asking = new Loads(driver, "introspect", plan.seconds());
        Loads pages = new Loads(driver, Pages.FILTERED.name(), plan.seconds());
        for (Loads each : List.of(edits, asking, pages)) {
            each.warm(CALLERS);
        }
        report.begin(11);
        Stage stage = new Stage(site.users(), new Series(), new Series(), new Series());
        for (int round = 0; round < plan.rounds(); round++) {
            stage.edits().add(edits.most(CALLERS).number("rate") / pgbench.events(CALLERS, plan.seconds()));
            stage.introspections().add(asking.most(CALLERS).number("rate") / pgbench.points(CALLERS, plan.seconds()));
            // the inverse, so that more is better here as well
            stage.pages().add(1 / pages.at(PAGES_PER_SECOND, CALLERS).number("p99"));
        }
        Stage first = smallest;
        if (first == null) {
            smallest = stage;
            return;
        }
        String users = ", %,d users beside %,d".formatted(stage.users(), first.users());
        add(report, "edits over HTTP (row 1)" + users, stage.edits(), first.edits(), " of pgbench");
        add(report, "introspections (row 5)" + users, stage.introspections(), first.introspections(), " of pgbench");
        add(report, "pages of clients (row 7), 1 ÷ p99 at 50/s" + users, stage.pages(), first.pages(), " /ms");
    }

    private static void add(Report report, String what, Series ours, Series first, String unit) {
        report.add(11, what, ours, unit, first, "the smallest", unit, GOAL, null);
    }

    /** Edits of users who were edited often, by one caller, beside those of users who were edited ten times. */
    static void longLives(Site site, Plan plan, Report report) throws Exception {
        Map<Integer, Loads> lives = new LinkedHashMap<>();
        Server server = site.server();
        try (HikariDataSource pool = server.pool(Server.OF_THE_JAR);
                Room room = Room.open(pool, server.key());
                Connection connection = server.connect(Server.OF_THE_JAR)) {
            for (int edits : new int[] {10, plan.edits() / 10, plan.edits()}) {
                for (int each = 0; each < ALIKE; each++) {
                    People.longLived(room, "life-" + edits + "-" + each, edits);
                }
                lives.put(edits, new Loads(site.driver(site.jar()), "edit", plan.seconds()));
            }
            Views.settle(connection);
        }
        try {
            for (Map.Entry<Integer, Loads> life : lives.entrySet()) {
                life.getValue().peer().ask("users=all named=life-" + life.getKey() + "- from=0 count=" + ALIKE);
                life.getValue().warm(1);
            }
            report.begin(11);
            Map<Integer, Series> rates = new LinkedHashMap<>();
            for (int round = 0; round < plan.rounds(); round++) {
                for (Map.Entry<Integer, Loads> life : lives.entrySet()) {
                    rates.computeIfAbsent(life.getKey(), edits -> new Series())
                            .add(life.getValue().most(1).number("rate"));
                }
            }
            Series first = rates.values().iterator().next();
            rates.forEach((edits, rate) -> {
                if (rate != first) {
                    report.add(
                            11,
                            "edits of users with %,d edits beside 10, one caller".formatted(edits),
                            rate,
                            "/s",
                            first,
                            "10 edits",
                            "/s",
                            GOAL,
                            null);
                }
            });
        } finally {
            for (Loads life : lives.values()) {
                life.peer().close();
            }
        }
    }
}
