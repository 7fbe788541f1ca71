package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where an installation keeps what must survive: generated keys and the embedded database. Owner-only. */
final class DataFolder {

    static final String PROPERTY = "rollcall.data";

    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    /** Opens the folder, makes it where there is none. Refuses (WrongSetting) one that cannot be written. */
    static DataFolder at(String configured) {
        try {
            Path path = Path.of(configured).toAbsolutePath().normalize();
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, ownerOnly("rwx------"));
            }
            Path probe = Files.createTempFile(path, "probe", null);
            Files.delete(probe);
            return new DataFolder(path.toRealPath());
        } catch (IOException | RuntimeException unusable) {
            throw SettingsCheck.wrong(
                    PROPERTY,
                    "the folder '" + configured + "' cannot be written",
                    "Make it writable for this user, or set rollcall.data to a folder that is",
                    unusable);
        }
    }

    Path path() {
        return path;
    }

    /** A folder in it, readable for its owner only. */
    Path folder(String name) throws IOException {
        Path folder = path.resolve(name);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, ownerOnly("rwx------"));
        }
        return folder;
    }

    /**
     * The content of a secret file, generated where there is none yet. It appears whole or not at all, also when two
     * processes start at once: both then read the same.
     */
    String secret(String name, Supplier<String> generated) throws IOException {
        Path file = folder("keys").resolve(name);
        if (!Files.exists(file)) {
            Path whole = file.resolveSibling(name + "." + UUID.randomUUID());
            write(whole, generated.get());
            try {
                Files.createLink(file, whole);
            } catch (FileAlreadyExistsException another) {
                // the other process was first, and its secret counts
            } finally {
                Files.delete(whole);
            }
        }
        return Files.readString(file, UTF_8).strip();
    }

    /** Puts something else into a secret file. It is there whole or not at all, and stays its owner's. */
    void replace(String name, String content) throws IOException {
        Path file = folder("keys").resolve(name).toRealPath();
        Path whole = file.resolveSibling(name + "." + UUID.randomUUID());
        try {
            write(whole, content);
            if (!Files.getOwner(whole).equals(Files.getOwner(file))) {
                Files.setOwner(whole, Files.getOwner(file));
            }
            Files.move(whole, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static void write(Path file, String content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), ownerOnly("rw-------"))) {
            channel.write(ByteBuffer.wrap((content + "\n").getBytes(UTF_8)));
            channel.force(true);
        }
    }

    /** Claims the folder for this process until it ends, however it ends. Refuses (WrongSetting) one in use. */
    FileLock claim() throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("rollcall.lock"), Set.of(CREATE, READ, WRITE), ownerOnly("rw-------"));
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            // claimed by this very process, which is as much in use as any other
        }
        if (lock == null) {
            String owner = read(channel);
            channel.close();
            throw SettingsCheck.wrong(
                    PROPERTY,
                    "'" + path + "' is in use by another Rollcall process"
                            + (owner == null ? "" : " (pid " + owner + ")"),
                    "Stop that one, or give this one a folder of its own");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)), 0);
        return lock;
    }

    private static @Nullable String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        channel.read(buffer, 0);
        String text = new String(buffer.array(), 0, buffer.position(), UTF_8).strip();
        return text.isEmpty() ? null : text;
    }

    static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
