package dev.rollcall.resilience.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.resilience.Answer;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The written history of a run: NDJSON, one {@link Entry} a line, in the order in which things happened. */
final class History implements Closeable {

    private final BufferedWriter file;
    private final long begin = System.nanoTime();

    History(Path file) throws IOException {
        this.file = Files.newBufferedWriter(file, UTF_8);
    }

    /** Microseconds since the run began. */
    long now() {
        return (System.nanoTime() - begin) / 1000;
    }

    synchronized void write(Entry entry) throws IOException {
        file.write(Answer.JSON.writerFor(Entry.class).writeValueAsString(entry));
        file.newLine();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    static List<Entry> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, UTF_8)) {
            return lines.map(line -> Answer.JSON.readValue(line, Entry.class)).toList();
        }
    }
}
