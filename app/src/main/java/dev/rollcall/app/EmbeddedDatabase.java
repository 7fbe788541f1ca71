package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.security.auth.module.UnixSystem;
import dev.rollcall.api.WrongSetting;
import dev.rollcall.store.ProgramRole;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that comes with Rollcall, with its data in the data folder. It listens on a free port of the loopback
 * address only, asks everybody for a generated password, and acknowledges what is on disk. It starts with the program and
 * ends with it; where the program was killed, the next start ends what was left running and goes on with the same data.
 */
final class EmbeddedDatabase implements AutoCloseable {

    /** Lays out the tables of facts; a backup is made as this one. */
    static final String USER = "rollcall";
    /** The role that the program runs as. */
    static final String PROGRAM = "rollcall_program";

    static final String NAME = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;
    private static final int PASSWORD_BYTES = 32;
    private static final String START_LOG = "postgres-start.log";
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            // whoever forgets an open transaction holds back the delivery of facts no longer than this
            "idle_in_transaction_session_timeout=60s",
            // a segment of the log that is not needed any more is deleted, not kept for reuse with what it holds
            "wal_recycle=off",
            "password_encryption=scram-sha-256",
            "timezone=UTC",
            "logging_collector=on",
            "log_filename=postgresql-%a.log",
            "log_rotation_age=1d",
            "log_truncate_on_rotation=on");

    private final DataFolder data;
    private final PostgresBinaries binaries;
    private final Path folder;
    private final FileLock claim;
    private final String password;
    private final String programPassword;
    private int port;
    private volatile boolean stopping;

    private EmbeddedDatabase(
            DataFolder data, PostgresBinaries binaries, FileLock claim, String password, String programPassword) {
        this.data = data;
        this.binaries = binaries;
        this.folder = data.path().resolve("postgres");
        this.claim = claim;
        this.password = password;
        this.programPassword = programPassword;
    }

    /** Whether there is one, be it running or not. */
    static boolean isIn(DataFolder data) {
        return Files.exists(data.path().resolve("postgres").resolve("PG_VERSION"));
    }

    /** Starts it. Refuses (WrongSetting) a folder in use, and a machine on which it cannot run. */
    static EmbeddedDatabase start(DataFolder data) {
        try {
            FileLock claim = data.claim();
            try {
                String password = data.secret("postgres.password", EmbeddedDatabase::randomPassword);
                String program = data.secret("program.password", EmbeddedDatabase::randomPassword);
                EmbeddedDatabase database =
                        new EmbeddedDatabase(data, PostgresBinaries.in(data), claim, password, program);
                database.start();
                try (Connection owner = DriverManager.getConnection(database.url(), USER, password)) {
                    ProgramRole.prepare(owner, PROGRAM, program);
                    ProgramRole.setPassword(owner, PROGRAM, program);
                } catch (SQLException failed) {
                    database.stop();
                    throw new IOException("the role " + PROGRAM + " could not be made: " + failed.getMessage(), failed);
                }
                database.watch();
                return database;
            } catch (IOException | RuntimeException failed) {
                claim.acquiredBy().close();
                throw failed;
            }
        } catch (IOException failed) {
            throw failure(data, failed.getMessage(), failed);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
    }

    String password() {
        return password;
    }

    String programPassword() {
        return programPassword;
    }

    private void start() throws IOException {
        requireUserNamespaces();
        if (Files.isDirectory(folder)) {
            requireSameVersion();
            endOrphan();
        } else {
            create();
        }
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            Result started = launch();
            if (started.exit() == 0) {
                LOG.info("PostgreSQL runs on port {} of the loopback address, data in {}", port, folder);
                return;
            }
            if (attempt == ATTEMPTS) {
                throw failure(data, "PostgreSQL did not start: " + lastLine(), null);
            }
        }
    }

    private Result launch() throws IOException {
        return run(List.of(
                program("pg_ctl"),
                "-D",
                folder.toString(),
                "-l",
                data.path().resolve(START_LOG).toString(),
                "-w",
                "-t",
                String.valueOf(PATIENCE.toSeconds()),
                "-o",
                "-p " + port + SETTINGS.stream().map(each -> " -c " + each).collect(Collectors.joining()),
                "start"));
    }

    /** Brings the server back where it dies under the program: killed by hand, or by a machine short of memory. */
    private void watch() {
        Thread watch = new Thread(
                () -> {
                    while (!stopping) {
                        try {
                            TimeUnit.SECONDS.sleep(1);
                            revive();
                        } catch (InterruptedException stopped) {
                            return;
                        } catch (IOException | RuntimeException failed) {
                            LOG.error("PostgreSQL is gone and could not be started again yet", failed);
                        }
                    }
                },
                "postgres-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private synchronized void revive() throws IOException {
        if (stopping || Postmaster.of(folder).isPresent()) {
            return;
        }
        LOG.warn("PostgreSQL is gone; starting it again on port {}", port);
        // The pid file stays: by it the new server sees whether a process of the old one still has the data open.
        Result started = launch();
        if (started.exit() == 0) {
            LOG.info("PostgreSQL is back");
        } else {
            LOG.warn("PostgreSQL did not come back, trying again: {}", started.lastLine());
        }
    }

    private void create() throws IOException {
        Path unfinished = data.path().resolve("postgres.unfinished");
        if (Files.exists(unfinished)) {
            PostgresBinaries.delete(unfinished);
        }
        Result created = run(List.of(
                program("initdb"),
                "-D",
                unfinished.toString(),
                "-U",
                USER,
                "--pwfile",
                data.path().resolve("keys").resolve("postgres.password").toString(),
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums"));
        if (created.exit() != 0) {
            throw failure(data, "PostgreSQL could not lay out its data: " + created.lastLine(), null);
        }
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private void endOrphan() throws IOException {
        if (Postmaster.of(folder).isPresent()) {
            LOG.warn("The program was killed and left its PostgreSQL running; ending that before starting anew");
            stop();
        }
        if (Postmaster.of(folder).isPresent()) {
            throw failure(data, "the PostgreSQL that was left running in '" + folder + "' does not stop", null);
        }
        Postmaster.forgetIfReused(folder);
    }

    private void requireSameVersion() throws IOException {
        String version = Files.readString(folder.resolve("PG_VERSION"), UTF_8).strip();
        String ours = run(List.of(program("postgres"), "--version")).lastLine();
        if (!ours.contains(" " + version + ".")) {
            throw SettingsCheck.wrong(
                    DataFolder.PROPERTY,
                    "the data in '" + folder + "' was written by PostgreSQL " + version + ", and this is '" + ours
                            + "'",
                    "Start the Rollcall release that wrote it, dump the database, and load it into an empty folder");
        }
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own the same user has no name, and it agrees. */
    private void requireUserNamespaces() throws IOException {
        if (root() && run(List.of("true")).exit() != 0) {
            throw SettingsCheck.wrong(
                    DatabaseConfiguration.URL,
                    "the PostgreSQL that comes with Rollcall cannot run as root where user namespaces are forbidden",
                    "Start Rollcall as an ordinary user, or set spring.datasource.url to a PostgreSQL server");
        }
    }

    private static boolean root() {
        return new UnixSystem().getUid() == 0;
    }

    /** Ends the server quickly and cleanly: transactions under way are rolled back, everything acknowledged is kept. */
    @Override
    public synchronized void close() throws IOException {
        stopping = true;
        try {
            Result stopped = stop();
            if (stopped.exit() == 0) {
                LOG.info("PostgreSQL has stopped");
            } else {
                LOG.error("PostgreSQL did not stop: {}", stopped.lastLine());
            }
        } finally {
            claim.acquiredBy().close();
        }
    }

    /** Lets go of the folder and leaves the server running, as a kill of this program does. */
    void abandon() throws IOException {
        stopping = true;
        claim.acquiredBy().close();
    }

    private Result stop() throws IOException {
        return run(List.of(
                program("pg_ctl"),
                "-D",
                folder.toString(),
                "-m",
                "fast",
                "-w",
                "-t",
                String.valueOf(PATIENCE.toSeconds()),
                "stop"));
    }

    private String program(String name) {
        return binaries.program(name).toString();
    }

    private record Result(int exit, String output) {
        String lastLine() {
            return output.strip().lines().reduce("", (before, line) -> line);
        }
    }

    private Result run(List<String> command) throws IOException {
        List<String> whole = new ArrayList<>();
        if (root()) {
            whole.addAll(List.of("unshare", "-U"));
        }
        whole.addAll(command);
        // to a file: the server inherits its starter's output, and a pipe would stay open as long as it runs
        Path output = Files.createTempFile(data.path(), "output", ".txt");
        try {
            Process process = new ProcessBuilder(whole)
                    .directory(data.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            if (!process.waitFor(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Result(-1, whole.get(whole.size() - 1) + " did not end");
            }
            return new Result(process.exitValue(), Files.readString(output, UTF_8));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private String lastLine() throws IOException {
        Path log = data.path().resolve(START_LOG);
        return Files.exists(log) ? new Result(0, Files.readString(log, UTF_8)).lastLine() : "it left no word";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static WrongSetting failure(
            DataFolder data,
            @org.jspecify.annotations.Nullable String problem,
            @org.jspecify.annotations.Nullable Throwable cause) {
        return SettingsCheck.wrong(
                DataFolder.PROPERTY,
                problem == null ? "PostgreSQL could not be started in '" + data.path() + "'" : problem,
                "Look at '" + data.path().resolve(START_LOG) + "', or set spring.datasource.url to a PostgreSQL server",
                cause);
    }
}
