package dev.rollcall.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The faults that `make canaries` plants. Whether they are caught takes long to find out; that they can be planted does not. */
class CanariesTest {

    private static final Path ROOT = Path.of("..");

    static Stream<Path> patches() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("resilience/canaries"))) {
            List<Path> patches = files.filter(file -> file.toString().endsWith(".patch"))
                    .sorted()
                    .toList();
            assertThat(patches).hasSizeGreaterThan(20);
            return patches.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("patches")
    void each_fault_can_still_be_planted(Path patch) throws IOException {
        String file = "";
        List<String> places = new ArrayList<>();
        for (String line : Files.readAllLines(patch)) {
            if (line.startsWith("--- a/")) {
                file = read(ROOT.resolve(line.substring("--- a/".length())));
            } else if (line.startsWith("@@")) {
                places.add("");
            } else if (!places.isEmpty() && (line.startsWith(" ") || line.startsWith("-"))) {
                places.add(places.remove(places.size() - 1) + line.substring(1) + "\n");
            }
            if (!places.isEmpty()) {
                assertThat(file).contains(places.get(places.size() - 1));
            }
        }

        assertThat(places).isNotEmpty().doesNotContain("");
    }

    @ParameterizedTest
    @MethodSource("patches")
    void each_fault_names_a_check_that_there_is(Path patch) throws IOException {
        String caught = Files.readAllLines(patch).get(0);
        assertThat(caught).matches("caught by: [a-z-]+ [A-Za-z]+#[a-z_0-9*]+");
        String[] words = caught.split("[ #]");
        String check = words[words.length - 1].replace("*", "");
        String named = words[words.length - 2];

        try (Stream<Path> sources = Files.walk(ROOT.resolve(words[2]).resolve("src/test"))) {
            assertThat(sources.filter(source -> source.endsWith(named + ".java")))
                    .singleElement()
                    .satisfies(source -> assertThat(read(source)).contains("void " + check));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
