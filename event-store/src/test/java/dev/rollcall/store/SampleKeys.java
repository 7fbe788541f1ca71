package dev.rollcall.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key that the samples were sealed with; it never changes, like them. */
final class SampleKeys implements UserKeys {

    private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");

    @Override
    public Optional<SecretKey> forWriting(UUID user) {
        return Optional.of(KEY);
    }

    @Override
    public Optional<SecretKey> forReading(UUID user) {
        return Optional.of(KEY);
    }

    static byte[] sample(String name) {
        try (InputStream sample = SampleKeys.class.getResourceAsStream("/facts/" + name + ".json")) {
            return Objects.requireNonNull(sample, "a fact needs its sample, facts/" + name + ".json")
                    .readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
