package dev.rollcall.store;

import dev.rollcall.api.WrappingKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The keys of new users, made while their first facts are written down: they are stored by the statement that stores the
 * facts, so that there are both or neither.
 */
final class KeyDraft {

    /**
     * A key as it lies in its row.
     *
     * @param under fingerprint of the installation key it is wrapped under
     */
    record Wrapped(UUID user, byte[] key, String under) {}

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

    void add(UUID user, SecretKey key, WrappingKey.Wrapped stored) {
        keys.put(user, key);
        wrapped.add(new Wrapped(user, stored.box(), stored.under()));
    }

    void clear() {
        keys.clear();
        wrapped.clear();
    }

    void forEach(BiConsumer<UUID, SecretKey> action) {
        keys.forEach(action);
    }
}
