package dev.rollcall.query.audit;

import dev.rollcall.api.audit.FactView.Change;
import dev.rollcall.query.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a user or client was after a fact, field by field as in its view; fields of its token are named
 * {@code token.state}. A value that is never changed: each fact makes another one.
 */
record State(Map<String, Object> fields) {

    /** Before the first fact and after the last one. */
    static final State NOTHING = new State(Map.of());

    boolean isNothing() {
        return fields.isEmpty();
    }

    State with(String field, @Nullable Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(fields);
        if (value == null) {
            changed.remove(field);
        } else {
            changed.put(field, plain(value));
        }
        return new State(changed);
    }

    /** As of this fact: its number, its time and its actor. */
    State as(Recorded recorded) {
        return with("version", recorded.version())
                .with("updatedAt", recorded.at())
                .with("updatedBy", recorded.actor());
    }

    @Nullable
    Object get(String field) {
        return fields.get(field);
    }

    /** What is another in these fields than it was before, in their order. */
    List<Change> since(State before, List<String> compared) {
        List<Change> changes = new ArrayList<>();
        for (String field : compared) {
            Object from = before.get(field);
            Object to = get(field);
            if (!Objects.equals(from, to)) {
                changes.add(new Change(field, from, to));
            }
        }
        return changes;
    }

    /** As it comes back from JSON: a value has to equal itself after it was stored. */
    private static Object plain(Object value) {
        if (value instanceof Instant instant) {
            return Recorded.micros(instant).toString();
        }
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }
}
