package dev.rollcall.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** The users or clients that a process works on, one after the other, and their versions. No other process has the same. */
final class Subjects {

    private final List<UUID> ids;
    private final AtomicLongArray versions;
    private final AtomicLong next = new AtomicLong();

    private Subjects(List<UUID> ids, List<Long> versions) {
        this.ids = List.copyOf(ids);
        this.versions =
                new AtomicLongArray(versions.stream().mapToLong(Long::longValue).toArray());
    }

    /**
     * As the views have them, once they have everything.
     *
     * @param sql answers identifiers and versions
     */
    static Subjects of(Connection connection, String sql) throws SQLException, InterruptedException {
        Views.settle(connection);
        List<UUID> ids = new ArrayList<>();
        List<Long> versions = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                ids.add(row.getObject(1, UUID.class));
                versions.add(row.getLong(2));
            }
        }
        if (ids.isEmpty()) {
            throw new IllegalStateException("nobody to work on: " + sql);
        }
        return new Subjects(ids, versions);
    }

    /** Users of the filled store, this many after so many. */
    static Subjects users(Connection connection, Words told) throws SQLException, InterruptedException {
        return of(
                connection,
                "select user_id, version from view_users.users where username like '"
                        + (told.has("named") ? told.text("named") : "user-") + "%' order by user_id limit "
                        + told.whole("count") + " offset " + told.whole("from"));
    }

    static Subjects clients(Connection connection, Words told) throws SQLException, InterruptedException {
        return of(
                connection,
                "select client_id, version from view_clients.clients where name like 'agent-%' order by client_id limit "
                        + told.whole("count") + " offset " + told.whole("from"));
    }

    int take() {
        return (int) (next.getAndIncrement() % ids.size());
    }

    UUID id(int subject) {
        return ids.get(subject);
    }

    long version(int subject) {
        return versions.get(subject);
    }

    /** It has one fact more. */
    long advance(int subject) {
        return versions.incrementAndGet(subject);
    }

    int size() {
        return ids.size();
    }
}
