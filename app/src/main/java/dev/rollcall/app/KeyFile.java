package dev.rollcall.app;

import dev.rollcall.api.InstallationKey;
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

/** Where the installation's key comes from: the setting {@code rollcall.key}, or a file made at the first start. */
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
        Path file = data.path().resolve("keys").resolve(NAME);
        if (!Files.exists(file) && EmbeddedDatabase.isIn(data)) {
            throw SettingsCheck.wrong(
                    PROPERTY,
                    "'" + file + "' is missing, though there is a database that was begun with it",
                    "Restore it from your backup, or set rollcall.key; without it the secrets in the database cannot be read");
        }
        try {
            InstallationKey key = InstallationKey.parse(
                    data.secret(NAME, () -> InstallationKey.random().export()));
            keepToOwner(file);
            return key;
        } catch (IOException | IllegalArgumentException unreadable) {
            throw SettingsCheck.wrong(
                    DataFolder.PROPERTY,
                    "'" + file + "' does not hold a key of 32 bytes in Base64",
                    "Restore it from your backup; without it the secrets in the database cannot be read",
                    unreadable);
        }
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
