package dev.rollcall.query;

import static java.util.stream.Collectors.joining;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows of one table while a batch of facts is applied: read by one statement at its beginning, changed here, and written by
 * one at its end, however many facts there are. Rows travel as JSON, whose types the table itself knows. For one thread.
 */
public final class Held {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final TypeReference<Map<String, @Nullable Object>> ROW = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final String table;
    private final String key;
    private final Map<UUID, Map<String, @Nullable Object>> rows = new HashMap<>();
    private final Set<UUID> known = new LinkedHashSet<>();
    private final Set<UUID> written = new LinkedHashSet<>();
    private final Set<UUID> removed = new LinkedHashSet<>();
    private @Nullable List<String> columns;

    /** @param key the column that identifies a row, a UUID; the table has a column {@code version} as well */
    public Held(JdbcClient jdbc, String table, String key) {
        this.jdbc = jdbc;
        this.table = table;
        this.key = key;
    }

    /** Forgets what was not written, and has the rows read that are going to be touched. */
    public void begin(Collection<UUID> ids, Together reads) {
        clear();
        if (!ids.isEmpty()) {
            known.addAll(ids);
            reads.ask(select(), this::read, (Object) ids.toArray(UUID[]::new));
        }
    }

    /** Reads more of them, at once. */
    void read(Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            known.addAll(ids);
            jdbc.sql(select()).param(ids.toArray(UUID[]::new)).query(row -> {
                read(row);
            });
        }
    }

    private String select() {
        return "select to_jsonb(t) from " + table + " t where " + key + " = any(?)";
    }

    private void read(ResultSet result) throws SQLException {
        Map<String, @Nullable Object> row = MAPPER.readValue(result.getString(1), ROW);
        rows.put(UUID.fromString(String.valueOf(row.get(key))), row);
    }

    /** A row as it is with everything that was done to it so far. */
    public Optional<Map<String, @Nullable Object>> find(UUID id) {
        if (!known.contains(id)) {
            read(List.of(id));
        }
        return Optional.ofNullable(rows.get(id));
    }

    /** The version of a row, or -1 where there is none. */
    public long version(UUID id) {
        return find(id).map(row -> row.get("version")).orElse(-1L) instanceof Number version ? version.longValue() : -1;
    }

    /** Sets these columns of a row, which is made if need be. */
    public void put(UUID id, Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> row = find(id).orElseGet(LinkedHashMap::new);
        row.put(key, id);
        row.putAll(values);
        rows.put(id, row);
        removed.remove(id);
        written.add(id);
    }

    public void remove(UUID id) {
        rows.remove(id);
        known.add(id);
        written.remove(id);
        removed.add(id);
    }

    /** Has written what was done. A row that has come further meanwhile stays as it is. */
    public void flush(Together writes) {
        if (!removed.isEmpty()) {
            writes.change(
                    "delete from " + table + " where " + key + " = any(?)", (Object) removed.toArray(UUID[]::new));
        }
        if (!written.isEmpty()) {
            writes.change(
                    upsert(),
                    MAPPER.writeValueAsString(written.stream().map(rows::get).toList()));
        }
        clear();
    }

    private void clear() {
        rows.clear();
        known.clear();
        written.clear();
        removed.clear();
    }

    private String upsert() {
        List<String> names = columns();
        String list = String.join(", ", names);
        return "insert into " + table + " as t (" + list + ") select " + list + " from jsonb_populate_recordset(null::"
                + table + ", cast(? as jsonb)) on conflict (" + key + ") do update set "
                + names.stream()
                        .filter(name -> !name.equals(key))
                        .map(name -> name + " = excluded." + name)
                        .collect(joining(", "))
                + " where t.version < excluded.version";
    }

    private List<String> columns() {
        if (columns == null) {
            columns = new ArrayList<>(
                    jdbc.sql("select attname from pg_attribute where attrelid = cast(:table as regclass)"
                                    + " and attnum > 0 and not attisdropped order by attnum")
                            .param("table", table)
                            .query(String.class)
                            .list());
        }
        return columns;
    }
}
