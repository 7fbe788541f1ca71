package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The commands that a process sent and that were acknowledged, kept in a file that is read when the load is over. */
final class Acknowledgements {

    /** What correlation identifiers of a run begin with. */
    static final String MARK = "bench-";

    private final Path file;
    private final String prefix;
    private final AtomicLong next = new AtomicLong();
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    /** @param name of the process, unlike that of any other of the run */
    Acknowledgements(Path folder, String name) {
        this.file = folder.resolve(name + ".acknowledged");
        this.prefix = MARK + name + "-";
    }

    /** The correlation identifier of the next command. */
    String next() {
        return prefix + next.getAndIncrement();
    }

    void add(String correlation, UUID aggregate, long version) {
        lines.add(correlation + " " + aggregate + " " + version);
    }

    /** Once the load is over. */
    void write() throws IOException {
        List<String> all = new ArrayList<>();
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            all.add(line);
        }
        Files.write(file, all, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
