package dev.rollcall.store;

import dev.rollcall.api.Tombstones;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The list that lies apart from the database, for as long as a test takes. */
final class Buried implements Tombstones {

    private final Set<UUID> users = ConcurrentHashMap.newKeySet();

    @Override
    public void add(UUID user) {
        users.add(user);
    }

    @Override
    public Set<UUID> all() {
        return Set.copyOf(users);
    }
}
