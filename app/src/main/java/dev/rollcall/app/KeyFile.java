package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.WrongSetting;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the installation's key comes from: the setting {@code rollcall.key}, or a file made at the first start. After a rotation
 * there are several, joined by commas.
 */
final class KeyFile {

    static final String PROPERTY = "rollcall.key";
    private static final String NAME = "installation.key";
    private static final Set<PosixFilePermission> OWNERS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);

    private KeyFile() {}

    static InstallationKey read(@Nullable String configured, Supplier<DataFolder> folder) {
        if (configured != null && !configured.isBlank()) {
            return InstallationKey.parse(configured);
        }
        DataFolder data = folder.get();
        Path file = in(data.path());
        if (!Files.exists(file) && EmbeddedDatabase.isIn(data)) {
            throw SettingsCheck.wrong(
                    PROPERTY,
                    "'" + file + "' is missing, though there is a database that was begun with it",
                    "Restore it from your backup, or set rollcall.key; without it the secrets in the database cannot be read");
        }
        try {
            return list(file, data.secret(NAME, () -> InstallationKey.random().export()));
        } catch (IOException unreadable) {
            throw unusable(file, unreadable);
        }
    }

    /** Where the file is, or would be. */
    static Path in(Path folder) {
        return folder.resolve("keys").resolve(NAME);
    }

    static String text(Path file) throws IOException {
        return Files.readString(file, UTF_8).strip();
    }

    /** The keys in a text that was read from the file. Refuses (WrongSetting) one that holds none. */
    static InstallationKey list(Path file, String text) {
        try {
            InstallationKey keys = InstallationKey.parse(text);
            keepToOwner(file);
            return keys;
        } catch (IOException | IllegalArgumentException unreadable) {
            throw unusable(file, unreadable);
        }
    }

    private static WrongSetting unusable(Path file, Exception why) {
        return SettingsCheck.wrong(
                DataFolder.PROPERTY,
                "'" + file + "' does not hold a key of 32 bytes in Base64",
                "Restore it from your backup; without it the secrets in the database cannot be read",
                why);
    }

    /** Puts other keys into the file. Refuses (IOException) where it does not hold the ones before any more. */
    static void replace(DataFolder data, String before, String after) throws IOException {
        if (!text(in(data.path())).equals(before)) {
            throw new IOException("'" + in(data.path()) + "' was changed by somebody else in the meantime");
        }
        data.replace(NAME, after);
    }

    /** Mends rights that let others read the key. Refuses (WrongSetting) where this user may not mend them. */
    private static void keepToOwner(Path file) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        if (OWNERS.containsAll(rights)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(file, OWNERS);
        } catch (IOException notOurs) {
            throw SettingsCheck.wrong(
                    DataFolder.PROPERTY,
                    "'" + file + "' can be read by others than its owner (" + PosixFilePermissions.toString(rights)
                            + ")",
                    "Give it to the user of this process alone: chmod 600",
                    notOurs);
        }
        LOG.warn(
                "'{}' could be read by others than its owner ({}). That is mended; whoever read it still knows the key.",
                file,
                PosixFilePermissions.toString(rights));
    }
}
