package dev.rollcall.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of a run. */
final class Folders {

    private Folders() {}

    static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }

    /** The data folder of one more process of an installation: it has the same keys, and nothing else yet. */
    static Path another(Path data, String name) throws IOException {
        Path other = Files.createDirectories(data.resolveSibling(name));
        try (Stream<Path> files = Files.walk(data.resolve("keys"))) {
            for (Path file : files.toList()) {
                Path copy = other.resolve(data.relativize(file));
                if (!Files.exists(copy)) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return other;
    }
}
