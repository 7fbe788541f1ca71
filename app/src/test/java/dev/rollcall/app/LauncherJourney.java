package dev.rollcall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ways to start what was built: the folder with its launcher, and the one file. */
class LauncherJourney {

    @TempDir
    Path data;

    @Test
    void the_launcher_starts_with_the_archive_that_the_build_made() throws Exception {
        try (RunningRollcall rollcall = RunningRollcall.start(data)) {
            assertThat(Files.readString(
                            Path.of("/proc", String.valueOf(rollcall.handle().pid()), "maps")))
                    .containsPattern("/rollcall/rollcall-[^/ ]+\\.jsa");
            assertThat(rollcall.out()).noneMatch(line -> line.contains("[cds"));
            assertThat(rollcall.err()).isEmpty();
            assertThat(rollcall.stop()).isEqualTo(128 + 15);
        }
    }

    @Test
    void the_jar_starts_alone() throws Exception {
        try (RunningRollcall rollcall = RunningRollcall.startJar(data)) {
            assertThat(rollcall.stop()).isEqualTo(128 + 15);
        }
    }
}
