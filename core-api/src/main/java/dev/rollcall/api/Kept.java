package dev.rollcall.api;

import java.util.Set;

/**
 * Types whose objects a room keeps under the names of their classes, apart from the facts. By such a name only one of these is
 * read again.
 */
public record Kept(Set<Class<?>> types) {
    public Kept {
        types = Set.copyOf(types);
    }

    public Kept(Class<?>... types) {
        this(Set.of(types));
    }
}
