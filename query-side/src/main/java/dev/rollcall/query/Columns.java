package dev.rollcall.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of columns and what to write into them, as PostgreSQL takes it. */
public final class Columns {

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    public static Columns none() {
        return new Columns();
    }

    public static Columns of(String name, @Nullable Object value) {
        return none().and(name, value);
    }

    public Columns and(String name, @Nullable Object value) {
        values.put(name, stored(value));
        return this;
    }

    /** A text, and beside it, in {@code <name>_key}, the text as it is sorted and searched. */
    public Columns text(String name, String text) {
        return and(name, text).and(name + "_key", Folded.of(text));
    }

    Map<String, @Nullable Object> values() {
        return values;
    }

    /** A value as it is handed to the driver: instants to the microsecond, constants by their names. */
    public static @Nullable Object stored(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return Recorded.micros(instant).atOffset(ZoneOffset.UTC);
        }
        return value instanceof Enum<?> constant ? constant.name() : value;
    }
}
