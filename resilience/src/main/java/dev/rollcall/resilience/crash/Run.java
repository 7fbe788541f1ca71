package dev.rollcall.resilience.crash;

import dev.rollcall.resilience.Ask;
import dev.rollcall.resilience.Caller;
import dev.rollcall.resilience.PostgresProcesses;
import dev.rollcall.resilience.RunningJar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The service under load, struck again and again. */
final class Run implements AutoCloseable {

    private static final int CALLERS = 10;
    private static final Duration START = Duration.ofMinutes(2);
    /** How long the JVM gets to recover by itself once PostgreSQL is gone. */
    private static final Duration RECOVERY = Duration.ofSeconds(4);
    /** How long an attempt may still wait for an answer that will not come. */
    private static final Duration SETTLING = Duration.ofSeconds(6);
    /** How long callers go on after a kill until one of them has noticed. */
    private static final Duration NOTICED = Duration.ofSeconds(2);
    /** A kill that hits nobody is worth nothing: so many acknowledged since the last one, at least. */
    private static final int WARM = 60;

    private final Path executable;
    private final Path data;
    private final History history;
    private final Random random;
    private final PostgresProcesses postgres;
    private final Load load;
    private volatile RunningJar jar;
    private int restarts;
    private int recoveries;

    Run(Path executable, Path data, History history, long seed) throws IOException, InterruptedException {
        this.executable = executable;
        this.data = data;
        this.history = history;
        this.random = new Random(seed);
        this.postgres = new PostgresProcesses(data);
        this.jar = start();
        this.load = new Load(Caller.administrator(() -> jar), history, CALLERS, seed);
    }

    int restarts() {
        return restarts;
    }

    int recoveries() {
        return recoveries;
    }

    /** Strikes so many times, in random order. */
    void strike(int jvmKills, int postgresKills) throws IOException, InterruptedException {
        List<Fault> faults = new ArrayList<>(Collections.nCopies(jvmKills, Fault.JVM));
        faults.addAll(Collections.nCopies(postgresKills, Fault.POSTGRES));
        Collections.shuffle(faults, random);
        for (int number = 1; number <= faults.size(); number++) {
            awaitMoment();
            Fault fault = faults.get(number - 1);
            // looking for the processes takes a while, and what was under way before it may have ended
            Set<Long> servers = fault == Fault.POSTGRES ? postgres.pids() : Set.of();
            Set<String> underWay = new HashSet<>(load.inFlight());
            long struckAt = history.now();
            int died =
                    switch (fault) {
                        case JVM -> jar.kill() ? 1 : 0;
                        case POSTGRES -> PostgresProcesses.kill(servers);
                    };
            awaitFirst(underWay);
            load.gate().close();
            // those begun since then ran into it as well
            underWay.addAll(load.inFlight());
            long doneAt = history.now();
            awaitEnd(underWay);
            long begin = System.nanoTime();
            String how = recover(fault);
            // those that hung on a database that was gone have ended with the process at the latest
            awaitEnd(underWay);
            Entry.Struck struck =
                    new Entry.Struck(number, fault, struckAt, doneAt, died, underWay.size(), load.unanswered(underWay));
            history.write(struck);
            load.gate().open();
            System.out.printf(
                    "%3d/%d %-8s at %6.1f s: %d processes died, %d requests in flight, %d without an answer%s; %s in %.1f s;"
                            + " %d acknowledged, %d refused so far%n",
                    number,
                    faults.size(),
                    fault,
                    struck.micros() / 1e6,
                    struck.died(),
                    struck.inFlight(),
                    struck.unanswered(),
                    struck.landed() ? "" : " (INCONCLUSIVE)",
                    how,
                    (System.nanoTime() - begin) / 1e9,
                    load.accepted(),
                    load.refused());
        }
    }

    private void awaitMoment() throws InterruptedException {
        long before = load.accepted();
        Thread.sleep(100 + random.nextInt(1500));
        for (int waited = 0; load.accepted() < before + WARM && waited < 300; waited++) {
            Thread.sleep(20);
        }
        Thread.sleep(random.nextInt(20));
    }

    /**
     * Callers go on until one of them has run into it: all that were under way may just have been being answered, and then
     * nobody would have noticed. Where nobody does in this time, the kill counts as one without evidence.
     */
    private void awaitFirst(Set<String> attempts) throws InterruptedException {
        for (long waited = 0; load.unanswered(attempts) == 0 && waited < NOTICED.toMillis(); waited += 2) {
            Thread.sleep(2);
            attempts.addAll(load.inFlight());
        }
    }

    private void awaitEnd(Set<String> attempts) throws InterruptedException {
        for (long waited = 0; !load.ended(attempts) && waited < SETTLING.toMillis(); waited += 10) {
            Thread.sleep(10);
        }
    }

    private String recover(Fault fault) throws IOException, InterruptedException {
        if (fault == Fault.JVM) {
            // now and then it is killed once more while it starts, over whatever the last kill left
            boolean again = random.nextInt(4) == 0;
            if (again) {
                jar = RunningJar.launch(executable, data, Map.of());
                Thread.sleep(1000 + random.nextInt(7000));
                jar.kill();
            }
            jar = start();
            return again ? "killed again at its start and started anew" : "started anew";
        }
        long deadline = System.nanoTime() + RECOVERY.toNanos();
        while (jar.alive() && System.nanoTime() < deadline) {
            // an answer of 200 counts only when there is a server again: readiness may not know yet that it is gone
            if (!postgres.pids().isEmpty() && jar.ready()) {
                recoveries++;
                return "recovered by itself";
            }
            Thread.sleep(100);
        }
        String how = !jar.alive() ? "had ended by itself" : jar.ready() ? "believed itself READY" : "was not ready";
        jar.kill();
        jar = start();
        restarts++;
        return how + " and was restarted";
    }

    private RunningJar start() throws IOException, InterruptedException {
        RunningJar started = RunningJar.launch(executable, data, Map.of()).awaitReady(START);
        // the first sign-in compares hashes, which takes its time; ten at once would be all that is ever in flight
        Caller.administrator(() -> started).expect(200, Ask.get("/projections"));
        return started;
    }

    /** Ends the load and leaves the service running, to be asked. */
    Caller settle() throws InterruptedException {
        load.close();
        return Caller.administrator(() -> jar);
    }

    @Override
    public void close() throws InterruptedException {
        jar.close();
    }
}
