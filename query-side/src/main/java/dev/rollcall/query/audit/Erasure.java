package dev.rollcall.query.audit;

import dev.rollcall.api.Personal;
import dev.rollcall.api.audit.FactView.Change;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes the personal data of users out of the history: out of what they and their clients were after each fact, of what
 * changed, and out of the names of those who acted. What is left is what the history says when it is written anew after the keys
 * are gone: two values that are both erased are no change.
 */
final class Erasure {

    private static final List<String> OF_USERS = List.of("username", "email", "firstName", "lastName");

    private record Row(
            UUID subject, String kind, String name, long version, String type, List<Change> changes, State state) {}

    private final JdbcClient jdbc;
    private final String table;

    Erasure(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.table = schema + ".facts";
    }

    void erase(Collection<UserId> users) {
        Set<String> ids = users.stream().map(UserId::toString).collect(Collectors.toSet());
        jdbc.sql("update " + table + " set actor_name = :erased, actor_name_key = :erased,"
                        + " state = jsonb_set(state, '{updatedBy}', to_jsonb(cast(:erased as text)))"
                        + " where actor_id = any(:users) and actor_name <> :erased")
                .param("erased", Personal.ERASED)
                .param("users", ids.toArray(String[]::new))
                .update();
        UUID[] keys = users.stream().map(UserId::value).toArray(UUID[]::new);
        jdbc.sql("select distinct subject_id from " + table
                        + " where subject_id = any(:users) or owner_id = any(:users)")
                .param("users", keys)
                .query(UUID.class)
                .list()
                .forEach(subject -> erase(subject, ids));
    }

    private void erase(UUID subject, Set<String> users) {
        List<Row> rows = jdbc.sql("select subject_kind, subject_name, version, type, changes, state from " + table
                        + " where subject_id = :subject order by version")
                .param("subject", subject)
                .query((row, number) -> new Row(
                        subject,
                        row.getString("subject_kind"),
                        row.getString("subject_name"),
                        row.getLong("version"),
                        row.getString("type"),
                        Json.changes(row.getString("changes")),
                        state(row.getString("state"))))
                .list();
        State before = State.NOTHING;
        Object hostNameOf = null;
        for (Row row : rows) {
            if (row.type().equals("client-registered")) {
                hostNameOf = row.state().get("userId");
            }
            Row erased = row.kind().equals(Subject.Kind.USER.name())
                    ? ofUser(row, before)
                    : ofClient(row, before, users, hostNameOf);
            if (!erased.equals(row)) {
                write(erased);
            }
            before = erased.state();
        }
    }

    private static Row ofUser(Row row, State before) {
        State after = erased(row.state(), OF_USERS);
        List<Change> changes = new ArrayList<>(after.since(before, UserStory.COMPARED));
        row.changes().stream()
                .filter(change -> !UserStory.COMPARED.contains(change.field()))
                .forEach(changes::add);
        return new Row(row.subject(), row.kind(), Personal.ERASED, row.version(), row.type(), changes, after);
    }

    private static Row ofClient(Row row, State before, Set<String> users, @Nullable Object hostNameOf) {
        State after = row.state();
        if (users.contains(Objects.toString(after.get("userId"), ""))) {
            after = erased(after, List.of("username"));
        }
        if (users.contains(Objects.toString(hostNameOf, ""))) {
            after = erased(after, List.of("hostName"));
        }
        return new Row(
                row.subject(),
                row.kind(),
                row.name(),
                row.version(),
                row.type(),
                ClientStory.changes(before, after),
                after);
    }

    private static State erased(State state, List<String> fields) {
        State erased = state;
        for (String field : fields) {
            if (erased.get(field) != null) {
                erased = erased.with(field, Personal.ERASED);
            }
        }
        return erased;
    }

    private void write(Row row) {
        jdbc.sql("update " + table + " set subject_name = :name, changes = cast(:changes as jsonb),"
                        + " state = cast(:state as jsonb) where subject_id = :subject and version = :version")
                .param("name", row.name())
                .param("changes", Json.written(row.changes()))
                .param(
                        "state",
                        row.state().isNothing()
                                ? null
                                : Json.written(row.state().fields()))
                .param("subject", row.subject())
                .param("version", row.version())
                .update();
    }

    private static State state(@Nullable String json) {
        return json == null ? State.NOTHING : Json.state(json);
    }
}
