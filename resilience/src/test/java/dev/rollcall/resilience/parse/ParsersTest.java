package dev.rollcall.resilience.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.query.CursorTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether what reads strangers' text only ever reads or refuses it. Jazzer looks for text that takes each branch, in a process of
 * its own, {@code rollcall.jazzer.runs} times from the same seed.
 */
class ParsersTest {

    private static final long RUNS = Long.getLong("rollcall.jazzer.runs", 10_000);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(classes = {SecretTarget.class, PositionTarget.class, CursorTarget.class, AssertionTarget.class})
    void every_text_is_read_or_refused(Class<?> target) throws Exception {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=dev.rollcall.**",
                        "--reproducer_path=" + folder,
                        "-runs=" + RUNS,
                        "-seed=20261124",
                        "-max_len=400"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        int exit = process.waitFor();

        String said = Files.readString(log, UTF_8);
        assertThat(exit).as(said).isZero();
        assertThat(said).contains("Done " + RUNS + " runs");
    }
}
