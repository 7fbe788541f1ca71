package dev.rollcall.resilience.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.resilience.RunningJar;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked over HTTP, no answer shows the inside of the program, a secret, or something that is not documented. */
class FuzzTest {

    @Test
    void no_answer_is_one_that_must_not_be(@TempDir Path folder) throws Exception {
        int requests = Integer.getInteger("rollcall.fuzz.requests", 10_000);
        long seed = Long.getLong("rollcall.fuzz.seed", 42);

        Fuzzer.Result result = Fuzzer.run(RunningJar.executable(), folder, requests, seed);

        System.out.printf(
                "%d requests, seed %d, %d faults; by status %s%n",
                result.requests(), seed, result.faults().size(), result.statuses());
        assertThat(result.faults()).as("seed " + seed).isEmpty();
        assertThat(result.operations()).hasSizeGreaterThan(40);
        assertThat(result.statuses()).containsKeys(200, 201, 204, 400, 401, 403, 404, 405, 409, 412, 415, 422);
    }
}
