package dev.rollcall.query.audit;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Facts;
import dev.rollcall.api.Position;
import dev.rollcall.api.audit.FactView.Change;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.query.Columns;
import dev.rollcall.query.Folded;
import dev.rollcall.query.Recorded;
import dev.rollcall.query.RowMissing;
import dev.rollcall.query.Together;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes the history, one row per fact, each with what its subject was after it. What subjects were before a batch of facts
 * is read by one statement, and the rows of the batch are written by one. For one thread.
 */
class Chronicle {

    /** What a subject was after the last of its facts that is known of. */
    private record Last(long version, State state) {}

    private static final Last NONE = new Last(-1, State.NOTHING);

    private static final String COLUMNS =
            "position, event_id, type, occurred_at, subject_kind, subject_id, subject_name,"
                    + " version, owner_id, actor_kind, actor_id, actor_name, actor_name_key, actor_roles, via, reason,"
                    + " correlation_id, changes, state";

    /** From so many rows on they are copied, which pays only then. */
    private static final int MANY = 50;

    private final JdbcClient jdbc;
    private final JdbcTemplate copying;
    private final String table;
    private final String before;
    private final Map<UUID, Last> last = new HashMap<>();
    private final List<Map<String, @Nullable Object>> written = new ArrayList<>();

    Chronicle(JdbcTemplate jdbc, String schema) {
        this.jdbc = JdbcClient.create(jdbc);
        this.copying = jdbc;
        this.table = schema + ".facts";
        this.before = "select id, version, state from unnest(?) as asked(id) cross join lateral (select version, state"
                + " from " + table + " where subject_id = id order by version desc limit 1) as last";
    }

    /** Forgets what was not written, and has read what these were last. */
    void begin(Collection<UUID> touched, Together reads) {
        clear();
        if (!touched.isEmpty()) {
            reads.ask(before, this::read, (Object) touched.toArray(UUID[]::new));
            reads.afterwards(() -> touched.forEach(subject -> last.putIfAbsent(subject, NONE)));
        }
    }

    /** Whether this fact is in the history already. */
    boolean has(UUID subject, Recorded recorded) {
        return last(subject).version() >= recorded.version();
    }

    /**
     * What the subject of a fact was before it. Refuses (RowMissing) where the fact before is not there, or was the last
     * one.
     *
     * @param begins whether this fact is the one with which its subject begins
     */
    State before(UUID subject, Recorded recorded, boolean begins) {
        Last before = last(subject);
        if (before.version() != recorded.version() - 1 || before.state().isNothing() != begins) {
            throw new RowMissing(table, subject, recorded.version());
        }
        return before.state();
    }

    /** Refuses (RowMissing) where the fact before is not there, or was not the last one of somebody who is gone. */
    void goneBefore(UUID subject, Recorded recorded) {
        Last before = last(subject);
        if (recorded.version() == 0
                || before.version() != recorded.version() - 1
                || !before.state().isNothing()) {
            throw new RowMissing(table, subject, recorded.version());
        }
    }

    void write(EventMessage<?> message, Recorded recorded, Subject subject, List<Change> changes, State after) {
        Actor actor = recorded.by().actor();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("position", Recorded.position(message));
        row.put("event_id", recorded.event());
        row.put("type", type(message.getPayloadType()));
        row.put("occurred_at", Columns.stored(recorded.at()));
        row.put("subject_kind", subject.kind().name());
        row.put("subject_id", subject.id());
        row.put("subject_name", subject.name());
        row.put("version", recorded.version());
        row.put("owner_id", subject.kind() == Subject.Kind.CLIENT ? after.get("userId") : null);
        row.put("actor_kind", actor.kind().name());
        row.put("actor_id", actor.id());
        row.put("actor_name", actor.name());
        row.put("actor_name_key", Folded.of(actor.name()));
        row.put("actor_roles", String.join(" ", actor.roles()));
        row.put("via", recorded.by().via().name());
        row.put("reason", recorded.by().reason());
        row.put("correlation_id", recorded.by().correlation());
        row.put("changes", changes);
        row.put("state", after.isNothing() ? null : after.fields());
        written.add(row);
        last.put(UUID.fromString(subject.id()), new Last(recorded.version(), after));
    }

    void flush(Together writes) {
        if (written.size() >= MANY) {
            copy();
        } else if (!written.isEmpty()) {
            writes.change(
                    "insert into " + table + " (" + COLUMNS + ") select " + COLUMNS
                            + " from jsonb_populate_recordset(null::" + table + ", cast(? as jsonb))"
                            + " on conflict (position) do nothing",
                    Json.written(written.stream().map(Chronicle::withParts).toList()));
        }
        clear();
    }

    /**
     * None of them is there: each was looked for when the batch began. Where another process has written one meanwhile, this
     * one has lost the projection and could not commit anyhow.
     */
    private void copy() {
        CopiedRows rows = new CopiedRows();
        for (Map<String, @Nullable Object> row : written) {
            // in the order of the columns, as it was put together
            rows.add(row.values().stream().map(Chronicle::text).toList());
        }
        rows.into(table, COLUMNS, copying);
    }

    private static Map<String, @Nullable Object> withParts(Map<String, @Nullable Object> row) {
        row.computeIfPresent("position", (name, position) -> ((Position) position).parts());
        return row;
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            return Json.written(value);
        }
        return value instanceof Position position ? array(position) : value == null ? null : value.toString();
    }

    /** Some of those who have a history, in order. */
    List<UUID> subjects(@Nullable UUID after, int most) {
        return jdbc.sql("select distinct subject_id from " + table
                        + " where cast(:after as uuid) is null or subject_id > :after order by subject_id limit :most")
                .param("after", after, Types.OTHER)
                .param("most", most)
                .query(UUID.class)
                .list();
    }

    /** The last version in the history of each of these who have one. */
    Map<UUID, Long> versions(Collection<UUID> subjects) {
        Map<UUID, Long> found = new HashMap<>();
        jdbc.sql("select id, version from unnest(:ids) as asked(id) cross join lateral (select version from " + table
                        + " where subject_id = id order by version desc limit 1) as last")
                .param("ids", subjects.toArray(UUID[]::new))
                .query(row -> {
                    found.put(row.getObject("id", UUID.class), row.getLong("version"));
                });
        return found;
    }

    /** An array of PostgreSQL, which orders arrays as {@link Position} orders positions. */
    static String array(Position position) {
        return position.parts().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private void clear() {
        last.clear();
        written.clear();
    }

    private Last last(UUID subject) {
        if (!last.containsKey(subject)) {
            jdbc.sql(before).param(new UUID[] {subject}).query(row -> {
                read(row);
            });
        }
        return last.computeIfAbsent(subject, unheard -> NONE);
    }

    private void read(ResultSet row) throws SQLException {
        String state = row.getString("state");
        last.put(
                row.getObject("id", UUID.class),
                new Last(row.getLong("version"), state == null ? State.NOTHING : Json.state(state)));
    }

    private static String type(Class<?> fact) {
        return Facts.of(fact)
                .map(Facts.Stored::name)
                .orElseThrow(() -> new IllegalStateException(fact.getSimpleName() + " has no stored name"));
    }
}
