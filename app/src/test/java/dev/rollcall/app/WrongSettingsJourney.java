package dev.rollcall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong setting stops the start with one line that names the property and the cure. */
class WrongSettingsJourney {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --rollcall.roles=command,kitchen | rollcall.roles: 'kitchen' is not a role
                    --rollcall.roles=command | rollcall.roles: a process that plays only command needs Axon Server
                    --rollcall.key=c2hvcnQ= | rollcall.key: it is not 32 bytes in Base64
                    --rollcall.key=%%% | rollcall.key: it is not 32 bytes in Base64
                    --server.port=eighty | server.port: 'eighty' is not a port
                    --server.port=70000 | server.port: '70000' is not a port
                    --axon.axonserver.enabled=maybe | axon.axonserver.enabled: 'maybe' is neither true nor false
                    --server.forward-headers-strategy=framework | server.forward-headers-strategy: 'framework' would believe anybody
                    --rollcall.demo=perhaps | rollcall.demo: 'perhaps' is neither true nor false
                    --spring.datasource.url=jdbc:mysql://localhost/x | spring.datasource.url: it does not name a PostgreSQL
                    --spring.datasource.url=jdbc:postgresql://127.0.0.1:1/x | spring.datasource.url: the server cannot be reached
                    --spring.datasource.hikari.maximum-pool-size=many | spring.datasource.hikari.maximum-pool-size: 'many'
                    --spring.lifecycle.timeout-per-shutdown-phase=soon | spring.lifecycle.timeout-per-shutdown-phase: 'soon'
                    """)
    void is_named(String argument, String line) throws Exception {
        refused(RunningRollcall.launch(folder, Map.of(), argument), line);
    }

    @Test
    void split_roles_without_the_common_key_are_named() throws Exception {
        refused(
                RunningRollcall.launch(folder, Map.of(), "--rollcall.roles=web", "--axon.axonserver.enabled=true"),
                "rollcall.key: processes that share an installation need the same key");
    }

    @Test
    void a_data_folder_that_cannot_be_written_is_named() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        refused(RunningRollcall.launch(file, Map.of()), "rollcall.data: the folder '" + file + "' cannot be written");
    }

    @Test
    void a_data_folder_in_use_is_named() throws Exception {
        DataFolder data = DataFolder.at(folder.toString());
        assertThat(KeyFile.read(null, () -> data)).isNotNull();
        try (EmbeddedDatabase first = EmbeddedDatabase.start(data)) {
            assertThat(first.url()).startsWith("jdbc:postgresql://127.0.0.1:");
            refused(
                    RunningRollcall.launch(folder, Map.of()),
                    "rollcall.data: '" + folder.toRealPath() + "' is in use by another Rollcall process (pid "
                            + ProcessHandle.current().pid() + ")");
        }
    }

    @Test
    void a_key_file_that_holds_no_key_is_named() throws Exception {
        Files.createDirectories(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/installation.key"), "scribble");
        refused(RunningRollcall.launch(folder, Map.of()), "does not hold a key of 32 bytes in Base64");
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            refused(
                    RunningRollcall.launch(folder, Map.of(), "--server.port=" + taken.getLocalPort()),
                    "server.port: port " + taken.getLocalPort() + " is taken by another program");
        }
    }

    @Test
    void a_wrong_database_password_is_named() throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(DataFolder.at(folder.toString()))) {
            refused(
                    RunningRollcall.launch(
                            folder.resolve("own"),
                            Map.of("SPRING_DATASOURCE_PASSWORD", "guessed"),
                            "--spring.datasource.url=" + server.url(),
                            "--spring.datasource.username=" + EmbeddedDatabase.USER),
                    "spring.datasource.username: the server refuses this user or password");
            refused(
                    RunningRollcall.launch(
                            folder.resolve("own"),
                            Map.of("SPRING_DATASOURCE_PASSWORD", server.password()),
                            "--spring.datasource.url=" + server.url() + "_of_somebody_else",
                            "--spring.datasource.username=" + EmbeddedDatabase.USER),
                    "spring.datasource.url: there is no such database on the server");
        }
    }

    @Test
    void an_administrators_password_against_the_policy_is_named() throws Exception {
        refused(
                RunningRollcall.launch(folder, Map.of("ROLLCALL_ADMIN_PASSWORD", "short")),
                "ROLLCALL_ADMIN_PASSWORD (rollcall.admin-password) does not satisfy the password policy: ");
    }

    @Test
    void that_root_cannot_run_the_embedded_database_without_user_namespaces_is_named() throws Exception {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("runs as root")
                .isEqualTo(0);
        Path forbidden = Files.writeString(folder.resolve("unshare"), "#!/bin/sh\nexit 1\n");
        assertThat(forbidden.toFile().setExecutable(true)).isTrue();
        refused(
                RunningRollcall.launch(
                        folder.resolve("own"), Map.of("PATH", folder + File.pathSeparator + System.getenv("PATH"))),
                "spring.datasource.url: the PostgreSQL that comes with Rollcall cannot run as root where user namespaces"
                        + " are forbidden. Start Rollcall as an ordinary user, or set spring.datasource.url");
    }

    private static void refused(RunningRollcall rollcall, String line) throws Exception {
        assertThat(rollcall.exitCode()).isNotZero();
        assertThat(rollcall.err()).singleElement().asString().contains(line).endsWith(".");
        assertThat(rollcall.out()).noneMatch(each -> each.strip().startsWith("at ") || each.contains("Exception"));
    }
}
