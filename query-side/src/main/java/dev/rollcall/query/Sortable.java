package dev.rollcall.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A field by which a view can be sorted.
 *
 * @param field its name in the view
 * @param sql the expression that sorts it
 * @param nullable whether there may be no value; such rows come last, in either direction
 */
public record Sortable(String field, String sql, Type type, boolean nullable) {

    /** What its values are, and so how they are written into a cursor. */
    public enum Type {
        TEXT,
        NUMBER,
        FLAG,
        TIME,
        ID
    }

    public static Sortable text(String field, String sql) {
        return new Sortable(field, sql, Type.TEXT, false);
    }

    public static Sortable number(String field, String sql) {
        return new Sortable(field, sql, Type.NUMBER, false);
    }

    public static Sortable flag(String field, String sql) {
        return new Sortable(field, sql, Type.FLAG, false);
    }

    public static Sortable time(String field, String sql) {
        return new Sortable(field, sql, Type.TIME, false);
    }

    public static Sortable id(String field, String sql) {
        return new Sortable(field, sql, Type.ID, false);
    }

    /** By the order in which the constants are declared, not by their names. */
    public static Sortable ranked(String field, String sql, Enum<?>... constants) {
        String names = Arrays.stream(constants)
                .map(constant -> "'" + constant.name() + "'")
                .collect(joining(", "));
        return number(field, "array_position(array[" + names + "], " + sql + ")");
    }

    public Sortable orNone() {
        return new Sortable(field, sql, type, true);
    }

    /** The value in a row, as a cursor holds it. */
    @Nullable
    String written(ResultSet row, String column) throws SQLException {
        if (type == Type.TIME) {
            OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant().toString();
        }
        if (type == Type.FLAG) {
            return String.valueOf(row.getBoolean(column));
        }
        return row.getString(column);
    }

    /** A value from a cursor, as the database takes it. Refuses (IllegalArgumentException) what {@link #written} does not write. */
    @Nullable
    Object read(@Nullable String written) {
        if (written == null) {
            if (nullable) {
                return null;
            }
            throw new IllegalArgumentException(field + " always has a value");
        }
        return switch (type) {
            case TEXT -> text(written);
            case NUMBER -> Long.valueOf(written);
            case FLAG -> flag(written);
            case TIME -> time(written);
            case ID -> UUID.fromString(written);
        };
    }

    private static String text(String written) {
        if (written.indexOf('\0') >= 0 || !UTF_8.newEncoder().canEncode(written)) {
            throw new IllegalArgumentException("no text that PostgreSQL keeps");
        }
        return written;
    }

    private static boolean flag(String written) {
        if (!written.equals("true") && !written.equals("false")) {
            throw new IllegalArgumentException("neither true nor false");
        }
        return written.equals("true");
    }

    private static @Nullable Object time(String written) {
        try {
            return Columns.stored(Recorded.within(Instant.parse(written)));
        } catch (DateTimeParseException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }
}
