package dev.rollcall.resilience.loss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A clock on the wall that is set wrong, for one process: Debian's libfaketime. */
final class WrongClock {

    private static final Path LIBRARIES = Path.of("/usr/lib");

    private WrongClock() {}

    static boolean installed() {
        return library().isPresent();
    }

    /** The environment of a process whose clock is ahead by so many seconds, or behind. */
    static Map<String, String> by(int seconds) {
        return Map.of(
                "LD_PRELOAD",
                library().orElseThrow().toString(),
                "FAKETIME",
                "%+d".formatted(seconds),
                // a clock set wrong still ticks: waiting takes as long as it does
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // otherwise whatever waits for a time returns at once, and spins
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }

    private static Optional<Path> library() {
        try (Stream<Path> folders = Files.list(LIBRARIES)) {
            return folders.map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
