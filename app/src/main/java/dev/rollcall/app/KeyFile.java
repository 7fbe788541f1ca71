package dev.rollcall.app;

import dev.rollcall.api.InstallationKey;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the installation's key comes from: the setting {@code rollcall.key}, or a file made at the first start. */
final class KeyFile {

    static final String PROPERTY = "rollcall.key";
    private static final String NAME = "installation.key";

    private KeyFile() {}

    static InstallationKey read(@Nullable String configured, Supplier<DataFolder> folder) {
        if (configured != null && !configured.isBlank()) {
            return InstallationKey.parse(configured);
        }
        DataFolder data = folder.get();
        try {
            return InstallationKey.parse(
                    data.secret(NAME, () -> InstallationKey.random().export()));
        } catch (IOException | IllegalArgumentException unreadable) {
            throw SettingsCheck.wrong(
                    DataFolder.PROPERTY,
                    "'" + data.path().resolve("keys").resolve(NAME) + "' does not hold a key of 32 bytes in Base64",
                    "Restore it from your backup; without it the secrets in the database cannot be read",
                    unreadable);
        }
    }
}
