package dev.rollcall.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One installation that all rows are measured on: its data stay, the processes come and go, and its users become more. */
final class Site implements AutoCloseable {

    /** Where the build leaves the classes of this module; the jar's own launcher takes them in. */
    private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    final Path executable;
    final Path folder;
    final Path data;
    private int users;
    private int peers;
    private @Nullable RunningJar jar;
    private @Nullable Peer driver;
    private Admin.@Nullable Account account;

    Site(Path executable, Path folder) throws IOException {
        this.executable = executable;
        this.folder = folder;
        this.data = Files.createDirectories(folder.resolve("data"));
    }

    /** The jar over these data, started where it does not run. */
    RunningJar jar() throws IOException, InterruptedException {
        RunningJar running = jar;
        if (running == null) {
            running = RunningJar.start(executable, data);
            jar = running;
        }
        return running;
    }

    Server server() throws Exception {
        jar();
        return Server.of(data);
    }

    Connection connect() throws Exception {
        return server().connect(Server.OF_THE_JAR);
    }

    Pgbench pgbench() throws Exception {
        return new Pgbench(server(), Server.OF_THE_JAR, folder.resolve("pgbench"));
    }

    /** A process that asks the jar. */
    Peer driver() throws Exception {
        Peer running = driver;
        if (running == null) {
            running = driver(jar());
            driver = running;
        }
        return running;
    }

    /** One more process that asks a jar of this installation. The caller ends it. */
    Peer driver(RunningJar asked) throws Exception {
        Server server = server();
        if (account == null) {
            account = Admin.account(asked, "driver");
        }
        Admin.Account known = Objects.requireNonNull(account);
        String name = "driver-" + ++peers;
        return Peer.start(
                List.of(
                        RunningJar.java(),
                        "-cp",
                        String.join(
                                ":",
                                place(Driver.class),
                                place(Histogram.class),
                                place(org.postgresql.Driver.class),
                                place(org.jspecify.annotations.Nullable.class)),
                        Driver.class.getName(),
                        String.valueOf(asked.port()),
                        server.url(Server.OF_THE_JAR),
                        Server.USER,
                        server.password(),
                        known.id(),
                        known.secret(),
                        folder.toString(),
                        name),
                Map.of(),
                folder.resolve(name + ".log"));
    }

    /** The program with a caller inside, instead of the jar. The caller ends it. */
    Peer inside() throws IOException, InterruptedException {
        stop();
        String name = "inside-" + ++peers;
        return insider(executable, data, folder, name, List.of());
    }

    /** Starts the program with a caller inside over these data. */
    static Peer insider(Path executable, Path data, Path folder, String name, List<String> settings)
            throws IOException {
        List<String> command = new ArrayList<>(RunningJar.javaAsUsersRunIt());
        command.addAll(List.of(
                "-cp",
                executable.toString(),
                "-Dloader.main=" + Insider.class.getName(),
                "-Dloader.path=" + place(Insider.class) + "," + place(Histogram.class),
                LAUNCHER,
                folder.toString(),
                name,
                "--server.port=" + RunningJar.freePort(),
                "--rollcall.data=" + data));
        command.addAll(settings);
        return Peer.start(
                command, Map.of("ROLLCALL_ADMIN_PASSWORD", RunningJar.ADMIN_PASSWORD), folder.resolve(name + ".log"));
    }

    private static String place(Class<?> type) {
        return Path.of(java.net.URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    int users() {
        return users;
    }

    /**
     * Fills the store up to so many users, and waits until the views have them.
     *
     * @param renamings of each of the new ones
     */
    void fill(int upTo, int renamings) throws Exception {
        if (upTo <= users) {
            return;
        }
        long begin = System.nanoTime();
        Server server = server();
        try (HikariDataSource pool = server.pool(Server.OF_THE_JAR);
                Room room = Room.open(pool, server.key());
                Connection connection = server.connect(Server.OF_THE_JAR)) {
            People.fill(room, users, upTo, renamings);
            double appended = (System.nanoTime() - begin) / 1e9;
            Views.settle(connection);
            Server.run(connection, "vacuum analyze", "checkpoint");
            Report.progress("users %d to %d appended in %.0f s, in the views after %.0f s"
                    .formatted(users, upTo, appended, (System.nanoTime() - begin) / 1e9));
        }
        users = upTo;
    }

    /** Ends the jar and who asks it. */
    void stop() throws InterruptedException {
        if (driver != null) {
            driver.close();
            driver = null;
        }
        if (jar != null) {
            jar.close();
            jar = null;
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
