package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.InstallationKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an installation whose key is wrong, missing, or readable for everybody. */
class KeyJourney {

    @TempDir
    Path folder;

    @Test
    void without_its_key_nothing_starts_and_nothing_is_destroyed() throws Exception {
        Path key = folder.resolve("keys/installation.key");
        String user;
        try (RunningRollcall rollcall = RunningRollcall.start(folder)) {
            user = Cast.engineer(rollcall.admin(), "kept").at("/userId");
            rollcall.stop();
        }
        assertThat(rights(key)).isEqualTo("rw-------");
        String right = Files.readString(key);

        refused(
                Map.of("ROLLCALL_KEY", InstallationKey.random().export()),
                "is not the one this database was begun with");
        Files.delete(key);
        refused(Map.of(), "rollcall.key: '" + folder.toRealPath().resolve("keys/installation.key"));
        assertThat(key).doesNotExist();

        Files.writeString(key, right);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        try (RunningRollcall rollcall = RunningRollcall.start(folder)) {
            assertThat(rights(key)).isEqualTo("rw-------");
            assertThat(rollcall.out()).anyMatch(line -> line.contains("could be read by others than its owner"));
            assertThat(expect(200, rollcall.admin().get("/api/v1/users/" + user))
                            .at("/username"))
                    .isEqualTo("kept");
        }
    }

    private void refused(Map<String, String> environment, String line) throws Exception {
        RunningRollcall rollcall = RunningRollcall.launch(folder, environment);
        assertThat(rollcall.exitCode()).isNotZero();
        assertThat(rollcall.err()).singleElement().asString().contains(line).endsWith(".");
    }

    private static String rights(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
