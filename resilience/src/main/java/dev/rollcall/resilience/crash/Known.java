package dev.rollcall.resilience.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Things by their identifier, of which any can be picked. Safe for several threads. */
final class Known<T> {

    private final Map<String, T> byId = new HashMap<>();
    private final List<String> ids = new ArrayList<>();

    synchronized void put(String id, T thing) {
        if (byId.put(id, thing) == null) {
            ids.add(id);
        }
    }

    synchronized void forget(String id) {
        if (byId.remove(id) != null) {
            ids.remove(id);
        }
    }

    synchronized Optional<T> get(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    synchronized Optional<T> any(Random random) {
        return ids.isEmpty() ? Optional.empty() : get(ids.get(random.nextInt(ids.size())));
    }

    synchronized int size() {
        return ids.size();
    }
}
