package dev.rollcall.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The keys of new users, made while their first facts are written down: they are stored by the statement that stores the
 * facts, so that there are both or neither.
 */
final class KeyDraft {

    /** A key as it lies in its row. */
    record Wrapped(UUID user, byte[] key) {}

    private final Map<UUID, SecretKey> keys = new LinkedHashMap<>();
    private final List<Wrapped> wrapped = new ArrayList<>();

    /** What is to be stored with the facts. */
    List<Wrapped> wrapped() {
        return wrapped;
    }

    @Nullable
    SecretKey of(UUID user) {
        return keys.get(user);
    }

    void add(UUID user, SecretKey key, Function<byte[], byte[]> wrapping) {
        keys.put(user, key);
        wrapped.add(new Wrapped(user, wrapping.apply(key.getEncoded())));
    }

    void clear() {
        keys.clear();
        wrapped.clear();
    }

    void forEach(BiConsumer<UUID, SecretKey> action) {
        keys.forEach(action);
    }
}
