package dev.rollcall.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The server process that a database folder names in its pid file. After the program was killed it may live on; it may
 * also be long gone, and its number belong to somebody else by now.
 */
final class Postmaster {

    private static final String PID_FILE = "postmaster.pid";

    private Postmaster() {}

    /** The process that serves this folder right now, and none that merely has its number. */
    static Optional<ProcessHandle> of(Path folder) throws IOException {
        Path file = folder.resolve(PID_FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2 || !lines.get(0).strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                .filter(ProcessHandle::isAlive)
                .filter(process -> serves(process, lines.get(1).strip()));
    }

    private static boolean serves(ProcessHandle process, String folder) {
        String[] arguments = process.info().arguments().orElse(new String[0]);
        boolean postgres = process.info()
                .command()
                .map(command -> Path.of(command).getFileName())
                .filter(name -> name != null && name.toString().startsWith("postgres"))
                .isPresent();
        return postgres && Arrays.asList(arguments).contains(folder);
    }

    /**
     * Forgets a server that is no more where its number belongs to somebody else by now, which PostgreSQL would take for a
     * running server. Otherwise the file stays: by it a new server sees whether a process of the old one still has the
     * data open. The folder must be claimed, and {@link #of} empty.
     */
    static void forgetIfReused(Path folder) throws IOException {
        Path file = folder.resolve(PID_FILE);
        if (!Files.exists(file)) {
            return;
        }
        String number = Files.readAllLines(file).stream().findFirst().orElse("").strip();
        boolean readable = number.matches("\\d{1,10}");
        if (!readable || ProcessHandle.of(Long.parseLong(number)).isPresent()) {
            Files.delete(file);
        }
    }
}
