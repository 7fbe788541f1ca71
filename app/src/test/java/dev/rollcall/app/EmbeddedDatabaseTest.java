package dev.rollcall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.WrongSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedDatabaseTest {

    @TempDir
    Path folder;

    @Test
    void keeps_what_it_acknowledged_and_goes_on_at_the_next_start() throws Exception {
        try (EmbeddedDatabase database = start();
                Connection connection = connect(database)) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertThat(ask(connection, "SHOW " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(ask(connection, "SHOW idle_in_transaction_session_timeout"))
                    .isEqualTo("1min");
            assertThat(ask(connection, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(connection, "SHOW unix_socket_directories")).isEmpty();
            connection.createStatement().execute("CREATE TABLE kept AS SELECT 'still here' AS word");
        }
        try (EmbeddedDatabase database = start();
                Connection connection = connect(database)) {
            assertThat(ask(connection, "SELECT word FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void trusts_nobody_without_the_password() throws Exception {
        try (EmbeddedDatabase database = start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, "guessed"))
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo("28P01"));
            assertThat(Files.readString(folder.resolve("postgres/pg_hba.conf")).lines())
                    .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith("scram-sha-256"));
            assertThat(Files.getPosixFilePermissions(folder.resolve("keys/postgres.password")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void ends_the_server_that_a_killed_program_left_running() throws Exception {
        EmbeddedDatabase killed = start();
        ProcessHandle orphan =
                Postmaster.of(folder.toRealPath().resolve("postgres")).orElseThrow();
        try (Connection connection = connect(killed)) {
            connection.createStatement().execute("CREATE TABLE kept AS SELECT 'still here' AS word");
        }
        killed.abandon();

        try (EmbeddedDatabase database = start();
                Connection connection = connect(database)) {
            orphan.onExit().get(10, TimeUnit.SECONDS);
            assertThat(ask(connection, "SELECT word FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void brings_the_server_back_that_was_killed_under_the_program() throws Exception {
        try (EmbeddedDatabase database = start()) {
            try (Connection connection = connect(database)) {
                connection.createStatement().execute("CREATE TABLE kept AS SELECT 'still here' AS word");
            }
            ProcessHandle server =
                    Postmaster.of(folder.toRealPath().resolve("postgres")).orElseThrow();
            server.destroyForcibly();
            server.onExit().get(10, TimeUnit.SECONDS);

            assertThat(askUntilItAnswers(database)).isEqualTo("still here");
        }
    }

    private static String askUntilItAnswers(EmbeddedDatabase database) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (Connection connection = connect(database)) {
                return ask(connection, "SELECT word FROM kept");
            } catch (SQLException gone) {
                assertThat(System.nanoTime()).as("it never came back").isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"another program", "nobody"})
    void leaves_alone_whoever_has_the_number_of_a_dead_server(String owner) throws Exception {
        start().close();
        Process another = new ProcessBuilder("sleep", "60").start();
        try {
            long number = owner.equals("nobody") ? 4_194_303 : another.pid();
            Path data = folder.toRealPath().resolve("postgres");
            Files.writeString(
                    data.resolve("postmaster.pid"), number + "\n" + data + "\n1700000000\n5432\n\n127.0.0.1\n");

            try (EmbeddedDatabase database = start();
                    Connection connection = connect(database)) {
                assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
            }
            assertThat(another.isAlive()).isTrue();
        } finally {
            another.destroy();
        }
    }

    @Test
    void leaves_alone_the_server_of_another_folder(@TempDir Path elsewhere) throws Exception {
        start().close();
        try (EmbeddedDatabase other = EmbeddedDatabase.start(DataFolder.at(elsewhere.toString()))) {
            Files.copy(elsewhere.resolve("postgres/postmaster.pid"), folder.resolve("postgres/postmaster.pid"));
            List<String> lines = Files.readAllLines(folder.resolve("postgres/postmaster.pid"));
            lines.set(1, folder.toRealPath().resolve("postgres").toString());
            Files.write(folder.resolve("postgres/postmaster.pid"), lines);

            start().close();

            try (Connection connection = connect(other)) {
                assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void is_refused_while_another_process_has_the_folder() throws Exception {
        try (EmbeddedDatabase first = start();
                Connection connection = connect(first)) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(WrongSetting.class)
                    .hasMessageStartingWith("rollcall.data: ")
                    .hasMessageContaining("in use by another Rollcall process (pid "
                            + ProcessHandle.current().pid() + ")");
            assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void lays_out_its_data_anew_when_the_first_start_was_cut_short() throws Exception {
        Files.createDirectories(folder.resolve("postgres.unfinished/base"));
        Files.writeString(folder.resolve("postgres.unfinished/PG_VERSION"), "18\n");
        try (EmbeddedDatabase database = start();
                Connection connection = connect(database)) {
            assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
            assertThat(folder.resolve("postgres.unfinished")).doesNotExist();
        }
    }

    @Test
    void says_which_version_wrote_data_it_cannot_read() throws Exception {
        start().close();
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "16\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("was written by PostgreSQL 16");
    }

    @Test
    void comes_for_linux_on_two_kinds_of_machine_and_says_so_elsewhere() {
        assertThat(PostgresBinaries.archive("Linux", "amd64")).isEqualTo("/postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.archive("Linux", "aarch64")).isEqualTo("/postgres-linux-arm_64.txz");
        assertThatThrownBy(() -> PostgresBinaries.archive("Windows 11", "amd64"))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith("spring.datasource.url: ")
                .hasMessageContaining("Windows 11 on amd64");
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(DataFolder.at(folder.toString()));
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, database.password());
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (ResultSet answer = connection.createStatement().executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
