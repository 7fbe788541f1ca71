package dev.rollcall.resilience.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import dev.rollcall.resilience.Caller;
import dev.rollcall.resilience.RunningJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running jar against a plain model: random steps from a printed seed, after each of which answers and views must be
 * the model's. A failing sequence is shrunk and printed; put into {@code kept-sequences.txt}, it is walked every time.
 */
@Tag("jar")
class ModelTest {

    private static final int STEPS = 60;
    private static final Duration START = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static int started;
    private static int spaces;
    private static final Map<String, Integer> TALLY = new TreeMap<>();
    private static RunningJar jar;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path data = folder.resolve("data" + started++);
        jar = RunningJar.launch(RunningJar.executable(), data, Map.of()).awaitReady(START);
    }

    @AfterAll
    static void end() {
        if (jar != null) {
            jar.close();
        }
    }

    @Test
    void views_and_answers_are_the_models_after_every_step() throws Exception {
        long seed = Long.getLong("rollcall.model.seed", System.currentTimeMillis());
        int count = Integer.getInteger("rollcall.model.sequences", 12);
        System.out.printf("model test: %d sequences of %d steps from seed %d%n", count, STEPS, seed);
        List<String> failures = new ArrayList<>();
        for (int number = 0; number < count && failures.isEmpty(); number++) {
            Sequence sequence = Sequence.of(seed + number, STEPS);
            if (!difference(sequence).isEmpty()) {
                Sequence least =
                        Shrinker.shrink(sequence, fewer -> !difference(fewer).isEmpty());
                failures.add("keep this sequence in kept-sequences.txt:\n" + least + "\n" + difference(least));
            }
        }
        System.out.println("model test: answers " + TALLY);
        if (!failures.isEmpty()) {
            fail(String.join("\n", failures));
        }
    }

    @Test
    void sequences_that_once_failed_do_not_fail_again() throws Exception {
        for (Sequence sequence : kept()) {
            String difference = difference(sequence);
            if (!difference.isEmpty()) {
                fail(difference);
            }
        }
    }

    private static List<Sequence> kept() throws IOException {
        try (InputStream file = ModelTest.class.getResourceAsStream("/kept-sequences.txt")) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Sequence::parse)
                    .toList();
        }
    }

    /** Walks a sequence; what differs, empty where nothing does. */
    private static String difference(Sequence sequence) {
        try {
            Walk walk = new Walk(
                    Caller.administrator(() -> jar),
                    "m" + Long.toString(System.currentTimeMillis(), 36) + spaces++,
                    TALLY);
            String difference = "";
            try {
                walk.walk(sequence);
            } catch (Difference found) {
                difference = found.getMessage();
            }
            leave(walk);
            return difference;
        } catch (IOException failed) {
            throw new IllegalStateException("seed " + sequence, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Where the service cannot be brought back to how a walk begins, the next one gets a new installation. */
    private static void leave(Walk walk) throws IOException, InterruptedException {
        try {
            walk.leave();
        } catch (IllegalStateException astray) {
            System.out.println("starting over in a new installation: " + astray.getMessage());
            jar.close();
            start();
        }
    }
}
