package dev.rollcall.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All figures of the program in one run: starts PostgreSQL and Rollcall as users run them, measures beside a yardstick in the
 * same run on the same PostgreSQL, looks whether everything acknowledged is stored, and writes a report.
 */
public final class Bench {

    private static final int ROWS = 13;

    private final Plan plan;
    private final Set<Integer> rows;
    private final Path executable;
    private final Path bare;
    private final Path folder;
    private final GrowthRows growth = new GrowthRows();

    private Bench(Plan plan, Set<Integer> rows, Path executable, Path bare, Path folder) {
        this.plan = plan;
        this.rows = rows;
        this.executable = executable;
        this.bare = bare;
        this.folder = folder;
    }

    /**
     * @param args {@code quick} for less of everything; {@code rows=1,5} for these rows alone; and {@code rounds=},
     *     {@code seconds=}, {@code users=}, {@code many=}, {@code facts=}, {@code most=}, {@code edits=} as {@link Plan} says;
     *     {@code jar=}, {@code bare=} and {@code report=} for other places
     */
    public static void main(String[] args) throws Exception {
        System.setProperty("axoniq.update-checker.disabled", "true");
        // numbers are for pgbench and for drawings as well as for people
        Locale.setDefault(Locale.ROOT);
        Plan plan = Arrays.asList(args).contains("quick") ? Plan.QUICK : Plan.USUAL;
        Set<Integer> rows = IntStream.rangeClosed(1, ROWS).boxed().collect(Collectors.toCollection(TreeSet::new));
        Path executable = Path.of("app/target/rollcall.jar");
        Path bare = Path.of("benchmarks/bare/target/bare.jar");
        Path target = Path.of("benchmarks");
        List<String> numbers = new ArrayList<>();
        for (String word : args) {
            if (word.equals("quick")) {
                continue;
            }
            String value = word.substring(word.indexOf('=') + 1);
            switch (word.split("=")[0]) {
                case "rows" ->
                    rows = Arrays.stream(value.split(","))
                            .map(Integer::valueOf)
                            .collect(Collectors.toCollection(TreeSet::new));
                case "jar" -> executable = Path.of(value);
                case "bare" -> bare = Path.of(value);
                case "report" -> target = Files.createDirectories(Path.of(value));
                default -> numbers.add(word);
            }
        }
        plan = plan.with(numbers);
        if (!Files.isRegularFile(executable)) {
            throw new IllegalArgumentException(executable + " does not exist; build it first: make jar");
        }
        Pgbench.requireInstalled();
        Path folder = Files.createTempDirectory("rollcall-bench");
        Report report = new Bench(plan, rows, executable.toAbsolutePath(), bare.toAbsolutePath(), folder).run();
        report.write(target);
        if (!report.valid()) {
            System.err.println("The run is void; its logs are in " + folder);
            throw new IllegalStateException("the run is void, see " + target.resolve("report.md"));
        }
        Folders.remove(folder);
        System.err.println("The report is " + target.resolve("report.md"));
    }

    private Report run() throws Exception {
        try (Site site = new Site(executable, folder)) {
            Report report = new Report(Machine.of(postgres(site)), plan);
            try {
                stages(site, report);
                try (Connection connection = site.connect()) {
                    Ledger.check(folder, connection, report);
                }
            } catch (Exception failed) {
                failed.printStackTrace();
                report.violated("the run ended early: " + failed.getMessage());
            }
            return report;
        }
    }

    private static String postgres(Site site) throws Exception {
        try (Connection connection = site.connect()) {
            // that it waits for its disk, the server was asked already
            return "PostgreSQL "
                    + Server.column(connection, "show server_version").get(0)
                    + ", the one that the jar brings, with fsync, synchronous_commit and full_page_writes on and "
                    + Server.column(connection, "show shared_buffers").get(0) + " of shared buffers";
        }
    }

    private boolean any(int... some) {
        return IntStream.of(some).anyMatch(rows::contains);
    }

    private void stages(Site site, Report report) throws Exception {
        if (any(1, 2, 3, 4, 5, 8, 11, 12, 13)) {
            site.fill(plan.users(), 0);
            overHttp(site, report);
            inside(site, report);
        }
        if (any(6, 7, 9, 10, 11)) {
            int facts = plan.facts() / Math.max(1, plan.many() - site.users());
            site.fill(plan.many(), Math.max(0, facts - People.FACTS_OF_EACH));
            manyUsers(site, report);
        }
        if (any(11) && plan.most() > plan.many()) {
            site.fill(plan.most(), 0);
            growth.measure(site, plan, report);
        }
    }

    private void overHttp(Site site, Report report) throws Exception {
        if (any(1)) {
            EditRows.overHttp(site, plan, report);
        }
        if (any(3)) {
            EditRows.commits(site, plan, report);
        }
        if (any(4)) {
            TokenRows.renewals(site.driver(), "over HTTP", site.pgbench(), plan, report, true);
        }
        if (any(5)) {
            TokenRows.introspections(site, plan, report);
        }
        if (any(11)) {
            growth.measure(site, plan, report);
            GrowthRows.longLives(site, plan, report);
        }
        if (any(8)) {
            site.driver().ask("users=all from=0 count=" + site.users());
            ViewRows.freshness(site, site.driver(), "one process", plan, report);
        }
        if (any(8, 12)) {
            ProcessRows.two(site, any(8), any(12), plan, report);
        }
    }

    private void inside(Site site, Report report) throws Exception {
        if (!any(2, 4, 13)) {
            return;
        }
        try (Peer inside = site.inside()) {
            Server server = Server.of(site.data);
            Pgbench pgbench = new Pgbench(server, Server.OF_THE_JAR, folder.resolve("pgbench"));
            if (any(2)) {
                EditRows.inProcess(inside, site, pgbench, plan, report);
            }
            if (any(4)) {
                TokenRows.renewals(inside, "in process", pgbench, plan, report, false);
            }
            if (any(13)) {
                EditRows.security(inside, site, plan, report);
            }
            settle(server);
        }
    }

    private static void settle(Server server) throws SQLException, InterruptedException {
        try (Connection connection = server.connect(Server.OF_THE_JAR)) {
            Views.settle(connection);
        }
    }

    private void manyUsers(Site site, Report report) throws Exception {
        if (any(7)) {
            ViewRows.pages(site, plan, report);
        }
        if (any(10)) {
            ProcessRows.memory(site, plan, report);
        }
        if (any(11)) {
            growth.measure(site, plan, report);
        }
        if (any(6)) {
            ViewRows.rebuild(site, plan, report);
        }
        if (any(9)) {
            ProcessRows.starts(site, bare, plan, report);
        }
    }
}
