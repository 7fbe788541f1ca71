package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.rollcall.api.Tombstones;
import dev.rollcall.api.WrongSetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was erased, one identifier a line, in {@code keys/erased-users} of the data folder: apart from the database, so that no
 * backup of it brings a key back. Identifiers say nothing about anybody once the keys are gone.
 */
final class TombstoneFile implements Tombstones {

    static final String NAME = "erased-users";

    private static final Logger LOG = LoggerFactory.getLogger(TombstoneFile.class);

    private final Path configured;
    private final Supplier<DataFolder> data;

    /**
     * @param configured the data folder, which need not be there
     * @param data asked, and the folder made, only when there is something to write
     */
    TombstoneFile(String configured, Supplier<DataFolder> data) {
        this.configured = Path.of(configured);
        this.data = data;
    }

    /** A process without a folder to write to erases all the same; the keys are then to be backed up apart. */
    @Override
    public synchronized void add(UUID user) {
        if (all().contains(user)) {
            return;
        }
        try {
            Path file = data.get().folder("keys").resolve(NAME);
            try (FileChannel list = FileChannel.open(file, Set.of(CREATE, APPEND), DataFolder.ownerOnly("rw-------"))) {
                list.write(ByteBuffer.wrap((user + "\n").getBytes(US_ASCII)));
                list.force(true);
            }
        } catch (IOException | WrongSetting unwritable) {
            LOG.warn(
                    "User {} is erased, but cannot be entered in the list apart from the database ({}): back up the keys"
                            + " apart, as docs/backup.md says",
                    user,
                    unwritable.getMessage());
        }
    }

    /** A line that a crash cut short is no identifier: the erasure it is about goes on at the next start. */
    @Override
    public synchronized Set<UUID> all() {
        Set<UUID> users = new LinkedHashSet<>();
        try {
            Path file = configured.resolve("keys").resolve(NAME);
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file, US_ASCII)) {
                    if (line.length() == 36) {
                        users.add(UUID.fromString(line));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the list of users who were erased cannot be read", unreadable);
        }
        return users;
    }
}
