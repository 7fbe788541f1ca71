package dev.rollcall.query;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All that a projection holds: the tables of its schema. */
public final class Content {

    private final JdbcClient jdbc;
    private final List<String> tables;

    public Content(JdbcClient jdbc, String schema, String... tables) {
        this.jdbc = jdbc;
        this.tables = Arrays.stream(tables).map(table -> schema + "." + table).toList();
    }

    /**
     * Two sums of hashes over all rows of each table, so that the order of rows does not matter and nothing has to be
     * sorted or brought here. Hashes of values, not of their text, which would depend on the session's time zone. Hashed
     * twice: PostgreSQL adds up the columns of a row, so that a sum over rows would not see two rows swap a value.
     */
    public String checksum() {
        return tables.stream().map(this::checksum).collect(Collectors.joining(":"));
    }

    private String checksum(String table) {
        return jdbc.sql("select count(*) || '-' || coalesce(sum(hashint8extended(hash_record_extended(t, 0), 0)), 0)"
                        + " || '-' || coalesce(sum(hashint8extended(hash_record_extended(t, 1), 1)), 0) from " + table
                        + " t")
                .query(String.class)
                .single();
    }

    public void reset() {
        jdbc.sql("truncate " + String.join(", ", tables)).update();
    }
}
