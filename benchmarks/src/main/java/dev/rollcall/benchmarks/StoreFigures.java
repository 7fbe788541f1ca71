package dev.rollcall.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How the store of facts does beside what PostgreSQL itself can do, as ratios to yardsticks taken in the same run,
 * by turns, on the same server: the one that the jar brought along. Prints a Markdown table.
 */
public final class StoreFigures {

    private static final List<String> PARTS = List.of("appends", "snapshots", "opening");

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
     * @param args the parts to measure: appends, snapshots, opening (default: all); besides
     *     {@code rounds=}, {@code seconds=}, {@code facts=} as {@link Plan} says; the jar's path, where it ends
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
        Plan plan = Plan.USUAL;
        Set<String> parts = new LinkedHashSet<>();
        for (String word : args) {
            if (word.endsWith(".jar")) {
                executable = Path.of(word);
            } else if (word.contains("=")) {
                plan = plan.with(List.of(word));
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
            measure(data);
        } catch (Exception failure) {
            sheet.require(false, "the run ended early: " + failure.getMessage());
            sheet.print();
            throw failure;
        }
        // what failed leaves its logs
        Folders.remove(folder);
        return sheet.print();
    }

    private void measure(Path data) throws Exception {
        Server server = Server.of(data);
        if (parts.contains("appends")) {
            AppendFigures.measure(server, plan, folder, sheet);
        }
        if (parts.contains("snapshots")) {
            LongLifeFigures.inProcess(server, sheet);
        }
        if (parts.contains("opening")) {
            OpeningFigures.measure(server, plan, sheet);
        }
    }
}
