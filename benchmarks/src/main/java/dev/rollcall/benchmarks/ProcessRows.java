package dev.rollcall.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Rows 9, 10 and 12: processes that start, what they take, and several of them. */
final class ProcessRows {

    private static final int CALLERS = 16;
    private static final String BARE = "bare web application with JDBC";

    private ProcessRows() {}

    /** Row 9. The site does not run. */
    static void starts(Site site, Path bare, Plan plan, Report report) throws Exception {
        if (!Files.isRegularFile(bare)) {
            throw new IllegalArgumentException(bare + " does not exist; build it first: make bench does");
        }
        site.stop();
        Path young = Files.createDirectories(site.folder.resolve("young"));
        RunningJar.start(site.executable, young).close();
        report.begin(9);
        Series bares = new Series();
        Series filled = new Series();
        Series empty = new Series();
        Series external = new Series();
        long facts = 0;
        for (int round = 0; round < plan.rounds(); round++) {
            filled.add(site.jar().startUp().toMillis() / 1e3);
            Server server = site.server();
            String database = "young_" + round;
            try (Connection connection = site.connect()) {
                facts = Server.number(connection, "select count(*) from store.fact");
                Server.run(connection, "create database " + database);
            }
            Map<String, String> settings = Map.of(
                    "spring.datasource.url", server.url(database),
                    "spring.datasource.username", Server.USER,
                    "spring.datasource.password", server.password());
            try (RunningJar application = RunningJar.start(bare, site.folder.resolve("bare"), "/", settings)) {
                bares.add(application.startUp().toMillis() / 1e3);
            }
            Path other = Files.createDirectories(site.folder.resolve(database));
            // once to lay its tables out, once to be measured
            RunningJar.start(site.executable, other, settings).close();
            try (RunningJar application = RunningJar.start(site.executable, other, settings)) {
                external.add(application.startUp().toMillis() / 1e3);
            }
            site.stop();
            try (RunningJar application = RunningJar.start(site.executable, young)) {
                empty.add(application.startUp().toMillis() / 1e3);
            }
        }
        Figure.Goal goal = Figure.atMost(1.5);
        report.add(
                9,
                "start to readiness, empty, its own PostgreSQL started as well",
                empty,
                " s",
                bares,
                BARE,
                " s",
                goal,
                null);
        report.add(
                9,
                "start to readiness, %,d facts, its own PostgreSQL started as well".formatted(facts),
                filled,
                " s",
                bares,
                BARE,
                " s",
                goal,
                null);
        report.add(
                9,
                "start to readiness, empty, PostgreSQL running already",
                external,
                " s",
                bares,
                BARE,
                " s",
                goal,
                null);
        report.add(9, "the same with facts as without", filled, " s", empty, "empty", " s", Figure.atMost(1.1), null);
    }

    /** Row 10. */
    static void memory(Site site, Plan plan, Report report) throws Exception {
        Peer driver = site.driver();
        driver.ask("users=all from=0 count=" + site.users());
        Loads edits = new Loads(driver, "edit", plan.seconds());
        edits.warm(CALLERS);
        report.begin(10);
        double half = edits.most(CALLERS).number("rate") / 2;
        Series resident = new Series();
        for (int round = 0; round < plan.rounds(); round++) {
            edits.at(half, CALLERS);
            resident.add(site.jar().residentMiB() * 1.048576);
        }
        report.add(
                10,
                "resident memory of the JVM, %,d users, at half load (%s edits/s)"
                        .formatted(site.users(), Figure.number(half)),
                resident,
                " MB",
                Figure.within(375),
                null);
    }

    /** Rows 8 and 12: one more process on the same PostgreSQL. */
    static void two(Site site, boolean freshness, boolean together, Plan plan, Report report) throws Exception {
        Server server = site.server();
        Path other = Folders.another(site.data, "other");
        Map<String, String> settings = Map.of(
                "spring.datasource.url", server.url(Server.OF_THE_JAR),
                "spring.datasource.username", Server.USER,
                "spring.datasource.password", server.password());
        int half = site.users() / 2;
        // it comes second, so the first one goes on feeding the views
        try (RunningJar second = RunningJar.start(site.executable, other, settings);
                Peer there = site.driver(second)) {
            there.ask("users=all from=" + half + " count=" + half);
            if (freshness) {
                ViewRows.freshness(site, there, "edited at the process that does not feed the views", plan, report);
            }
            if (together) {
                Peer here = site.driver();
                here.ask("users=all from=0 count=" + half);
                two(here, there, plan, report);
            }
        }
    }

    private static void two(Peer here, Peer there, Plan plan, Report report) throws Exception {
        Loads one = new Loads(here, "edit", plan.seconds());
        Loads other = new Loads(there, "edit", plan.seconds());
        one.warm(CALLERS);
        other.warm(CALLERS);
        report.begin(12);
        Series alone = new Series();
        Series both = new Series();
        Series cores = new Series();
        for (int round = 0; round < plan.rounds(); round++) {
            alone.add(one.most(CALLERS).number("rate"));
            CompletableFuture<Words> second = CompletableFuture.supplyAsync(() -> {
                try {
                    return other.most(CALLERS / 2);
                } catch (java.io.IOException failed) {
                    throw new java.io.UncheckedIOException(failed);
                }
            });
            Words first = one.most(CALLERS / 2);
            both.add(first.number("rate") + second.get().number("rate"));
            cores.add(first.number("cores") + second.get().number("cores"));
        }
        report.add(
                12,
                "edits over HTTP at two processes on one PostgreSQL, 8 callers each",
                both,
                "/s",
                alone,
                "one process, 16 callers,",
                "/s",
                null,
                cores);
    }
}
