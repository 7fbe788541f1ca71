package dev.rollcall.resilience;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The PostgreSQL server processes over one data folder: those whose working directory lies in it. */
public final class PostgresProcesses {

    private final Path data;

    public PostgresProcesses(Path data) {
        this.data = data;
    }

    /** Who runs now, the dead that nobody has buried yet left out. */
    public Set<Long> pids() throws IOException {
        Path folder = data.toRealPath();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid)
                    .filter(pid -> worksIn(folder, pid) && !zombie(pid))
                    .collect(Collectors.toSet());
        }
    }

    /** Kills these as {@code kill -9} does, until none is left; answers how many it ended. */
    public static int kill(Set<Long> victims) throws InterruptedException {
        Set<Long> killed = alive(victims);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        for (Set<Long> left = killed; !left.isEmpty(); left = alive(victims)) {
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("processes " + left + " survive SIGKILL");
            }
            Thread.sleep(2);
        }
        return killed.size();
    }

    private static Set<Long> alive(Set<Long> pids) {
        return pids.stream()
                .filter(pid -> Files.exists(Path.of("/proc", String.valueOf(pid))) && !zombie(pid))
                .collect(Collectors.toSet());
    }

    private static boolean worksIn(Path folder, long pid) {
        try {
            Path process = Path.of("/proc", String.valueOf(pid));
            return process.resolve("cwd").toRealPath().startsWith(folder)
                    && process.resolve("exe").toRealPath().endsWith("postgres");
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean zombie(long pid) {
        try {
            List<String> status = Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"));
            return status.stream().anyMatch(line -> line.startsWith("State:") && line.contains("Z"));
        } catch (IOException gone) {
            return true;
        }
    }
}
