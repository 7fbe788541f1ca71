package dev.rollcall.query;

import static java.util.stream.Collectors.joining;

import dev.rollcall.api.Personal;
import dev.rollcall.api.user.UserId;
import java.sql.Types;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a projection, one per user or client, each at the version of the last fact applied to it. A fact that was
 * applied already changes nothing; one that finds no row, or whose predecessor is missing, is an error. What was removed
 * leaves its last version in the table {@code removed}, so that it stays removed when its facts come again. Nothing is
 * written before {@link #flush()}. For one thread.
 */
public final class Rows {

    private final JdbcClient jdbc;
    private final String table;
    private final String versions;
    private final Held rows;
    private final Held removed;

    /**
     * @param table in that schema; it has the columns {@code version}, {@code updated_at}, {@code updated_by} and
     *     {@code updated_by_id}
     * @param key the column that identifies a row, a UUID
     */
    public Rows(JdbcClient jdbc, String schema, String table, String key) {
        this.jdbc = jdbc;
        this.table = schema + "." + table;
        this.versions = "(select " + key + " as id, version from " + this.table + " union all select id, version from "
                + schema + ".removed) as subject";
        this.rows = new Held(jdbc, this.table, key);
        this.removed = new Held(jdbc, schema + ".removed", "id");
    }

    /** Forgets what was not written, and has the rows read that are going to be touched. */
    public void begin(Collection<UUID> touched, Together reads) {
        rows.begin(touched, reads);
        removed.begin(List.of(), reads);
        reads.afterwards(() -> removed.read(
                touched.stream().filter(id -> rows.find(id).isEmpty()).toList()));
    }

    /** A row as it is by now. */
    public Optional<Map<String, @Nullable Object>> find(UUID id) {
        return rows.find(id);
    }

    /** The first fact about somebody. */
    public void add(UUID id, Recorded recorded, Columns columns) {
        if (version(id) < 0) {
            rows.put(id, stamped(recorded, columns));
        }
    }

    /** A later fact about somebody, which changed these columns. */
    public void change(UUID id, Recorded recorded, Columns columns) {
        if (isNext(id, recorded)) {
            rows.put(id, stamped(recorded, columns));
        }
    }

    /** The last fact about somebody. */
    public void remove(UUID id, Recorded recorded) {
        if (isNext(id, recorded)) {
            rows.remove(id);
            removed.put(id, Map.of("version", recorded.version()));
        }
    }

    /** A fact about somebody who is gone. */
    public void afterwards(UUID id, Recorded recorded) {
        if (version(id) < recorded.version()) {
            if (recorded.version() == 0 || rows.find(id).isPresent() || removed.version(id) != recorded.version() - 1) {
                throw new RowMissing(table, id, recorded.version());
            }
            removed.put(id, Map.of("version", recorded.version()));
        }
    }

    /** Forgets the names of users in the column that says who changed a row last. */
    public void eraseActors(Collection<UserId> users) {
        jdbc.sql("update " + table + " set updated_by = :erased where updated_by_id = any(:users)"
                        + " and updated_by <> :erased")
                .param("erased", Personal.ERASED)
                .param("users", users.stream().map(UserId::toString).toArray(String[]::new))
                .update();
    }

    /** Makes columns of rows erased, where another column holds one of these users. */
    public void erase(Collection<UserId> users, String of, String... columns) {
        String set = Arrays.stream(columns)
                .map(column -> column + " = :erased, " + column + "_key = :erased")
                .collect(joining(", "));
        jdbc.sql("update " + table + " set " + set + " where " + of + " = any(:users)")
                .param("erased", Personal.ERASED)
                .param("users", users.stream().map(UserId::value).toArray(UUID[]::new))
                .update();
    }

    public void flush(Together writes) {
        rows.flush(writes);
        removed.flush(writes);
    }

    /** Some of those who are or were there, in order. */
    public List<UUID> subjects(@Nullable UUID after, int most) {
        return jdbc.sql("select id from " + versions
                        + " where cast(:after as uuid) is null or id > :after order by id limit :most")
                .param("after", after, Types.OTHER)
                .param("most", most)
                .query(UUID.class)
                .list();
    }

    /** The versions of those of these who are or were there. */
    public Map<UUID, Long> versions(Collection<UUID> subjects) {
        Map<UUID, Long> found = new HashMap<>();
        jdbc.sql("select id, version from " + versions + " where id = any(:ids)")
                .param("ids", subjects.toArray(UUID[]::new))
                .query(row -> {
                    found.put(row.getObject("id", UUID.class), row.getLong("version"));
                });
        return found;
    }

    /** Whether this fact has yet to be applied. Refuses (RowMissing) where it cannot be. */
    private boolean isNext(UUID id, Recorded recorded) {
        if (version(id) >= recorded.version()) {
            return false;
        }
        if (rows.find(id).isEmpty() || rows.version(id) != recorded.version() - 1) {
            throw new RowMissing(table, id, recorded.version());
        }
        return true;
    }

    private long version(UUID id) {
        return rows.find(id).isPresent() ? rows.version(id) : removed.version(id);
    }

    private static Map<String, @Nullable Object> stamped(Recorded recorded, Columns columns) {
        return columns.and("version", recorded.version())
                .and("updated_at", recorded.at())
                .and("updated_by", recorded.actor())
                .and("updated_by_id", recorded.by().actor().id())
                .values();
    }
}
