package dev.rollcall.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the store of facts and the views do beside what PostgreSQL itself can do, as ratios to yardsticks taken in the same run,
 * by turns, on the same server: the one that the jar brought along. Prints a Markdown table.
 */
public final class StoreFigures {

    private static final Plan USUAL = new Plan(5, 2, 20_000, 1_000_000);
    private static final List<String> PARTS =
            List.of("appends", "commits", "rebuild", "freshness", "snapshots", "opening");

    private final Path executable;
    private final Path folder;
    private final Plan plan;
    private final Set<String> parts;
    private final Sheet sheet = new Sheet();

    private StoreFigures(Path executable, Path folder, Plan plan, Set<String> parts) {
        this.executable = executable;
        this.folder = folder;
        this.plan = plan;
        this.parts = parts;
    }

    /**
     * @param args the parts to measure: appends, commits, rebuild, freshness, snapshots, opening (default: all); besides
     *     {@code rounds=}, {@code seconds=}, {@code facts=}, {@code many=} as {@link Plan} says; the jar's path, where it ends
     *     in {@code .jar} (default: where the build leaves it)
     */
    public static void main(String[] args) throws Exception {
        System.setProperty("axoniq.update-checker.disabled", "true");
        boolean valid;
        try {
            valid = of(args).run();
        } catch (IllegalArgumentException | IllegalStateException | IOException | SQLException failure) {
            System.err.println("No figures: " + failure.getMessage());
            valid = false;
        }
        if (!valid) {
            throw new IllegalStateException("no valid figures");
        }
    }

    private static StoreFigures of(String[] args) throws IOException {
        Path executable = Path.of("app/target/rollcall.jar");
        Plan plan = USUAL;
        Set<String> parts = new LinkedHashSet<>();
        for (String word : args) {
            if (word.endsWith(".jar")) {
                executable = Path.of(word);
            } else if (word.contains("=")) {
                plan = plan.with(word);
            } else if (PARTS.contains(word)) {
                parts.add(word);
            } else {
                throw new IllegalArgumentException("there is no part " + word + ": " + String.join(", ", PARTS));
            }
        }
        if (!Files.isRegularFile(executable)) {
            throw new IllegalArgumentException(executable + " does not exist; build it first: make jar");
        }
        return new StoreFigures(
                executable.toAbsolutePath(),
                Files.createTempDirectory("rollcall-store-figures"),
                plan,
                parts.isEmpty() ? Set.copyOf(PARTS) : parts);
    }

    private boolean run() throws Exception {
        Pgbench.requireInstalled();
        Path data = Files.createDirectories(folder.resolve("data"));
        try (RunningJar jar = RunningJar.start(executable, data)) {
            measure(jar, data);
        } catch (Exception failure) {
            sheet.require(false, "the run ended early: " + failure.getMessage());
            sheet.print();
            throw failure;
        }
        // what failed leaves its logs
        remove();
        return sheet.print();
    }

    private void measure(RunningJar jar, Path data) throws Exception {
        Server server = Server.of(data);
        if (parts.contains("appends")) {
            AppendFigures.measure(server, plan, folder, sheet);
        }
        if (Stream.of("commits", "rebuild", "freshness", "snapshots").anyMatch(parts::contains)) {
            ofTheJar(jar, data, server);
        }
        if (parts.contains("snapshots")) {
            LongLifeFigures.inProcess(server, sheet);
        }
        if (parts.contains("opening")) {
            OpeningFigures.measure(server, plan, sheet);
        }
    }

    private void ofTheJar(RunningJar jar, Path data, Server server) throws Exception {
        try (Connection connection = server.connect(Server.OF_THE_JAR)) {
            List<UUID> users;
            try (HikariDataSource pool = server.pool(Server.OF_THE_JAR);
                    Room room = Room.open(pool, server.key())) {
                users = People.fill(room, plan.facts() / People.FACTS_OF_EACH);
            }
            Views.await(connection, users.get(users.size() - 1), People.VERSION);
            Editors editors = new Editors(users, People.VERSION);
            if (parts.contains("rebuild")) {
                RebuildFigures.measure(jar, server, editors, plan, sheet);
            }
            if (parts.contains("commits")) {
                CommitFigures.measure(jar, server, editors, plan, sheet);
            }
            if (parts.contains("freshness")) {
                freshness(jar, data, server, editors);
            }
            if (parts.contains("snapshots")) {
                LongLifeFigures.overHttp(jar, server, editors, sheet);
            }
            editors.judge(connection, sheet);
        }
    }

    private void freshness(RunningJar jar, Path data, Server server, Editors editors) throws Exception {
        FreshnessFigures freshness = new FreshnessFigures(server, editors, plan, folder, sheet);
        freshness.measure("one process", jar);
        // the same installation, hence the same keys; it comes second, so the first one goes on feeding the views
        Path other = Files.createDirectories(folder.resolve("other"));
        try (Stream<Path> files = Files.walk(data.resolve("keys"))) {
            for (Path file : files.toList()) {
                Files.copy(file, other.resolve(data.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        try (RunningJar second = RunningJar.start(
                executable,
                other,
                Map.of(
                        "spring.datasource.url", server.url(Server.OF_THE_JAR),
                        "spring.datasource.username", Server.USER,
                        "spring.datasource.password", server.password()))) {
            freshness.measure("edited at the process that does not feed the view", second);
            freshness.readElsewhere("at the process that does not feed the view", jar, second);
        }
    }

    private void remove() throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
