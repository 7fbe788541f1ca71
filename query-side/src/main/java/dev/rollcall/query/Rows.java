package dev.rollcall.query;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a projection, one per user or client, each at the version of the last fact applied to it. A fact that was
 * applied already changes nothing; one that finds no row, or whose predecessor is missing, is an error. What was removed
 * leaves its last version in the table {@code removed}, so that it stays removed when its facts come again.
 */
public final class Rows {

    private final JdbcClient jdbc;
    private final String table;
    private final String removed;
    private final String key;

    /**
     * @param table in that schema; it has the columns {@code version}, {@code updated_at} and {@code updated_by}
     * @param key the column that identifies a row, a UUID
     */
    public Rows(JdbcClient jdbc, String schema, String table, String key) {
        this.jdbc = jdbc;
        this.table = schema + "." + table;
        this.removed = schema + ".removed";
        this.key = key;
    }

    /** The first fact about somebody. */
    public void add(UUID id, Recorded recorded, Columns columns) {
        Map<String, @Nullable Object> values = stamped(recorded, columns).values();
        String names = String.join(", ", values.keySet());
        String places = values.keySet().stream().map(name -> ":" + name).collect(joining(", "));
        jdbc.sql("insert into " + table + " (" + key + ", " + names + ") select :id, " + places
                        + " where not exists (select 1 from " + removed + " where id = :id) on conflict do nothing")
                .param("id", id)
                .params(values)
                .update();
    }

    /** A later fact about somebody, which changed these columns. */
    public void change(UUID id, Recorded recorded, Columns columns) {
        Map<String, @Nullable Object> values = stamped(recorded, columns).values();
        String changes =
                values.keySet().stream().map(name -> name + " = :" + name).collect(joining(", "));
        int changed = jdbc.sql(
                        "update " + table + " set " + changes + " where " + key + " = :id and version = :version - 1")
                .param("id", id)
                .params(values)
                .update();
        expect(changed, id, recorded);
    }

    /** The last fact about somebody. */
    public void remove(UUID id, Recorded recorded) {
        int changed = jdbc.sql("with gone as (delete from " + table + " where " + key
                        + " = :id and version = :version - 1 returning " + key + ") insert into " + removed
                        + " (id, version) select " + key + ", :version from gone")
                .param("id", id)
                .param("version", recorded.version())
                .update();
        expect(changed, id, recorded);
    }

    private static Columns stamped(Recorded recorded, Columns columns) {
        return columns.and("version", recorded.version())
                .and("updated_at", recorded.at())
                .and("updated_by", recorded.actor());
    }

    private void expect(int changed, UUID id, Recorded recorded) {
        if (changed == 0 && version(id).orElse(-1L) < recorded.version()) {
            throw new RowMissing(table, id, recorded.version());
        }
    }

    private Optional<Long> version(UUID id) {
        return jdbc.sql("select version from " + table + " where " + key + " = :id union all select version from "
                        + removed + " where id = :id")
                .param("id", id)
                .query(Long.class)
                .optional();
    }
}
