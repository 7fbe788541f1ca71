package dev.rollcall.store;

import dev.rollcall.api.Position;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The second place: a file apart from the database, in which the end of the chain is noted again and again. Whoever cuts the
 * end of the history off in the database would have to cut it off here as well.
 */
final class Witness {

    /** The end of the chain when it was noted. */
    record Note(long block, long facts, Position position, String link, String signedAt, String publicKey) {}

    private static final Logger log = LoggerFactory.getLogger(Witness.class);

    private final JsonMapper json = JsonMapper.shared();
    private final Path file;

    Witness(Path file) {
        this.file = file;
    }

    /** Refuses (IOException) a file that holds something else. */
    Optional<Note> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readValue(Files.readString(file), Note.class));
        } catch (JacksonException unreadable) {
            throw new IOException(file + " does not hold the end of a chain", unreadable);
        }
    }

    /**
     * Notes a new end. It is there whole or not at all.
     *
     * @param earlier the link of the block that was noted last, as the chain has it now; absent: the chain does not reach so far
     * @return whether it was noted; not where the chain is not the one that was noted here before
     */
    boolean note(ChainBlock end, Optional<String> earlier, ChainKey key) throws IOException {
        Optional<Note> before = read();
        if (before.isPresent() && !earlier.equals(before.map(Note::link))) {
            return false;
        }
        var head = ChainCheck.head(end, key);
        Note note = new Note(
                head.block(),
                head.facts(),
                head.position(),
                head.link(),
                head.signedAt().toString(),
                head.publicKey());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(whole, json.writeValueAsString(note) + "\n");
        try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        log.debug("The end of the chain was noted: {}", note);
        return true;
    }
}
