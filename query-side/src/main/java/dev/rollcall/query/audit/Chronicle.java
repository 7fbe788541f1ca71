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
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes the history, one row per fact, each with what its subject was after it. */
class Chronicle {

    private final JdbcClient jdbc;
    private final String table;

    Chronicle(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.table = schema + ".facts";
    }

    /**
     * What the subject of a fact was before it. Refuses (RowMissing) where the fact before is not there, or was the last
     * one.
     *
     * @param begins whether this fact is the one with which its subject begins
     */
    State before(UUID subject, Recorded recorded, boolean begins) {
        if (begins) {
            return State.NOTHING;
        }
        return jdbc.sql("select state from " + table + " where subject_id = :subject and version = :version"
                        + " and state is not null")
                .param("subject", subject)
                .param("version", recorded.version() - 1)
                .query(String.class)
                .optional()
                .map(Json::state)
                .orElseThrow(() -> new RowMissing(table, subject, recorded.version()));
    }

    void write(EventMessage<?> message, Recorded recorded, Subject subject, List<Change> changes, State after) {
        Actor actor = recorded.by().actor();
        Object owner = subject.kind() == Subject.Kind.CLIENT ? after.get("userId") : null;
        jdbc.sql("insert into " + table + " (position, event_id, type, occurred_at, subject_kind, subject_id,"
                        + " subject_name, version, owner_id, actor_kind, actor_id, actor_name, actor_name_key, actor_roles,"
                        + " via, reason, correlation_id, changes, state) values (cast(:position as bigint[]), :event, :type,"
                        + " :at, :kind, :subject, :name, :version, :owner, :actorKind, :actor, :actorName, :actorKey,"
                        + " :roles, :via, :reason, :correlation, cast(:changes as jsonb), cast(:state as jsonb))"
                        + " on conflict (position) do nothing")
                .param("position", array(Recorded.position(message)))
                .param("event", recorded.event())
                .param("type", type(message.getPayloadType()))
                .param("at", Columns.stored(recorded.at()))
                .param("kind", subject.kind().name())
                .param("subject", UUID.fromString(subject.id()))
                .param("name", subject.name())
                .param("version", recorded.version())
                .param("owner", owner == null ? null : UUID.fromString(owner.toString()))
                .param("actorKind", actor.kind().name())
                .param("actor", actor.id())
                .param("actorName", actor.name())
                .param("actorKey", Folded.of(actor.name()))
                .param("roles", String.join(" ", actor.roles()))
                .param("via", recorded.by().via().name())
                .param("reason", recorded.by().reason())
                .param("correlation", recorded.by().correlation())
                .param("changes", Json.written(changes))
                .param("state", after.isNothing() ? null : Json.written(after.fields()))
                .update();
    }

    /** An array of PostgreSQL, which orders arrays as {@link Position} orders positions. */
    static String array(Position position) {
        return position.parts().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private static String type(Class<?> fact) {
        return Facts.of(fact)
                .map(Facts.Stored::name)
                .orElseThrow(() -> new IllegalStateException(fact.getSimpleName() + " has no stored name"));
    }
}
