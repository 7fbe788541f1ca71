package dev.rollcall.query.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Many rows as PostgreSQL's COPY takes them: each a line, which is not parsed as JSON and planned like a statement. For one
 * thread.
 */
final class CopiedRows {

    private static final char BETWEEN = '\t';
    private static final String NOTHING = "\\N";

    private final StringBuilder lines = new StringBuilder();

    /** The values of a row as text; null is none. */
    void add(Collection<? extends @Nullable String> values) {
        boolean first = true;
        for (String value : values) {
            if (!first) {
                lines.append(BETWEEN);
            }
            first = false;
            if (value == null) {
                lines.append(NOTHING);
            } else {
                escaped(value);
            }
        }
        lines.append('\n');
    }

    private void escaped(String value) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            switch (character) {
                case '\\' -> lines.append("\\\\");
                case '\t' -> lines.append("\\t");
                case '\n' -> lines.append("\\n");
                case '\r' -> lines.append("\\r");
                default -> lines.append(character);
            }
        }
    }

    /** Writes them, in the transaction of the caller. A row that is there already is an error. */
    void into(String table, String columns, JdbcTemplate jdbc) {
        byte[] all = lines.toString().getBytes(UTF_8);
        jdbc.execute((ConnectionCallback<Long>) connection -> {
            try {
                return connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy " + table + " (" + columns + ") from stdin", new ByteArrayInputStream(all));
            } catch (IOException unreadable) {
                throw new UncheckedIOException("bytes cannot be read", unreadable);
            }
        });
    }
}
