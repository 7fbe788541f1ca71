package dev.rollcall.resilience.crash;

import dev.rollcall.resilience.Caller;
import dev.rollcall.resilience.RunningJar;
import dev.rollcall.resilience.store.Fold;
import dev.rollcall.resilience.store.Store;
import dev.rollcall.resilience.store.StoredFact;
import dev.rollcall.resilience.store.ViewJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Kills the real jar and its real PostgreSQL at random moments under load, and judges afterwards, from a written history
 * and by SQL, whether everything acknowledged is there once, everything refused is not, and the views are what the facts
 * add up to. A kill without evidence that it hit the service at work makes the run inconclusive.
 */
public final class CrashHarness {

    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int INCONCLUSIVE = 2;
    private static final int MOST_LINES = 40;

    private CrashHarness() {}

    /**
     * Runs and ends the program: 0 passed, 1 failed, 2 inconclusive.
     *
     * @param args number of kills of the JVM (default 15), of PostgreSQL (default 15), and a seed (default: the time)
     */
    public static void main(String[] args) throws Exception {
        int jvmKills = args.length > 0 ? Integer.parseInt(args[0]) : 15;
        int postgresKills = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        long seed = args.length > 2 ? Long.parseLong(args[2]) : System.currentTimeMillis();
        System.exit(run(jvmKills, postgresKills, seed));
    }

    private static int run(int jvmKills, int postgresKills, long seed) throws IOException, InterruptedException {
        Path executable = RunningJar.executable();
        Path folder = Files.createTempDirectory("rollcall-crash");
        Path data = folder.resolve("data");
        Path file = folder.resolve("history.ndjson");
        System.out.printf("seed %d; history, data and log in %s%n", seed, folder);
        List<String> faults = new ArrayList<>();
        Verdict verdict;
        History history = new History(file);
        try (Run run = new Run(executable, data, history, seed)) {
            run.strike(jvmKills, postgresKills);
            Caller administrator = run.settle();
            history.close();
            System.out.printf(
                    "after a kill of PostgreSQL: %d recoveries without help, %d restarts%n",
                    run.recoveries(), run.restarts());
            List<StoredFact> facts;
            try (Store store = Store.embedded(data)) {
                facts = store.facts();
            }
            verdict = Judge.judge(History.read(file), facts);
            faults.addAll(verdict.faults());
            Fold fold = new Fold(facts);
            faults.addAll(fold.gaps());
            faults.addAll(fold.guardsAtFault());
            List<String> differences = new ViewJudge(administrator).compare(facts, fold);
            faults.addAll(differences);
            return conclude(jvmKills, postgresKills, file, verdict, faults, differences.size());
        }
    }

    private static int conclude(
            int jvmKills, int postgresKills, Path history, Verdict verdict, List<String> faults, int differences)
            throws IOException {
        faults.stream().limit(MOST_LINES).forEach(fault -> System.out.println("FAULT " + fault));
        long missed = History.read(history).stream()
                .filter(entry -> entry instanceof Entry.Struck struck && !struck.landed())
                .count();
        System.out.printf(
                "%d + %d kills: %d acknowledged, %d lost, %d doubled, %d refused, %d of them stored, %d unknown"
                        + " (%d stored), %d view differences",
                jvmKills,
                postgresKills,
                verdict.acknowledged(),
                verdict.lost(),
                verdict.doubled(),
                verdict.refused(),
                verdict.refusedButStored(),
                verdict.unknown(),
                verdict.unknownStored(),
                differences);
        if (!faults.isEmpty()) {
            System.out.printf(", %d faults: FAILED%n", faults.size());
            return FAILED;
        }
        if (missed > 0) {
            System.out.printf(", %d kills without evidence that they hit anything: INCONCLUSIVE%n", missed);
            return INCONCLUSIVE;
        }
        System.out.println(": PASSED");
        return PASSED;
    }
}
