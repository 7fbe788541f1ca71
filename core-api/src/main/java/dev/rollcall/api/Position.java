package dev.rollcall.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A place in the total order of all facts. On PostgreSQL it has three parts (era, transaction, number), on Axon Server
 * one (global index). Compared part by part; written as the parts joined by dots, {@code 1.7345.12}.
 */
public record Position(List<Long> parts) implements Comparable<Position> {

    private static final int MOST_PARTS = 3;

    /** Refuses (IllegalArgumentException) no parts, more than three and negative ones. */
    public Position {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > MOST_PARTS || parts.stream().anyMatch(part -> part < 0)) {
            throw new IllegalArgumentException("a position has one to three parts, none of them negative");
        }
    }

    public static Position of(Long... parts) {
        return new Position(List.of(parts));
    }

    /** Reads what {@link #toString()} wrote. Refuses (IllegalArgumentException) everything else. */
    @JsonCreator
    public static Position parse(String text) {
        if (!text.matches("\\d{1,19}(\\.\\d{1,19}){0,2}")) {
            throw new IllegalArgumentException("a position looks like 12 or 1.7345.12");
        }
        return new Position(
                Arrays.stream(text.split("\\.")).map(Long::parseLong).toList());
    }

    @Override
    public int compareTo(Position other) {
        return Arrays.compare(parts.toArray(Long[]::new), other.parts.toArray(Long[]::new));
    }

    @Override
    @JsonValue
    public String toString() {
        return parts.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
