package dev.rollcall.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The views of a running jar, watched past the program. */
final class Views {

    static final List<String> ALL = List.of("users", "clients", "history", "services");

    private static final long PATIENCE_NANOS = 1_800_000_000_000L;

    /** Something to wait for. */
    @FunctionalInterface
    interface Question {
        boolean ask() throws SQLException;
    }

    private Views() {}

    /** Waits until this last fact of a user is in the views, which come to it together; facts are applied in their order. */
    static void await(Connection connection, UUID user, long version) throws SQLException, InterruptedException {
        until(
                "the views do not come to the last fact",
                10,
                () -> Server.column(
                                        connection,
                                        "select version from view_users.users where user_id = '" + user
                                                + "' and version >= " + version)
                                .size()
                        == 1);
    }

    /** Waits until the views have every fact about users and clients that is there now. */
    static void settle(Connection connection) throws SQLException, InterruptedException {
        long facts = Server.number(
                connection, "select count(*) from store.fact where aggregate_type in ('User', 'ProvisionedClient')");
        until("the views do not come to the last fact", 50, () -> Server.number(connection, """
                        select (select coalesce(sum(version + 1), 0) from view_users.users)
                             + (select coalesce(sum(version + 1), 0) from view_clients.clients)""") >= facts);
    }

    /** How many views were built anew so far. Refuses (IllegalStateException) where one could not be. */
    static long rebuilt(Connection connection) throws SQLException {
        List<String> failures = Server.column(
                connection,
                "select projection || ': ' || coalesce(failure, state) from query.rebuild"
                        + " where state not in ('RUNNING', 'DONE')");
        if (!failures.isEmpty()) {
            throw new IllegalStateException("a rebuild failed: " + failures.get(0));
        }
        return Server.number(connection, "select count(*) from query.rebuild where state = 'DONE'");
    }

    static void until(String otherwise, int everyMillis, Question question) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!question.ask()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(otherwise);
            }
            Thread.sleep(everyMillis);
        }
    }

    /** Reads all facts as a reader that does nothing with them would, 1,000 at a time; answers rows per second. */
    static double scan(Connection connection) throws SQLException {
        int era = 0;
        String xid = "0";
        long number = 0;
        long rows = 0;
        long begin = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement("""
                select era, xid::text, number, event_id, aggregate_id, aggregate_type, sequence, name, revision, occurred_at,
                       metadata, payload
                from store.fact where (era, xid, number) > (?, ?::text::xid8, ?)
                order by era, xid, number limit 1000""")) {
            boolean more = true;
            while (more) {
                statement.setInt(1, era);
                statement.setString(2, xid);
                statement.setLong(3, number);
                more = false;
                try (ResultSet row = statement.executeQuery()) {
                    int columns = row.getMetaData().getColumnCount();
                    while (row.next()) {
                        for (int column = 4; column < columns; column++) {
                            row.getObject(column);
                        }
                        row.getBytes(columns);
                        era = row.getInt(1);
                        xid = row.getString(2);
                        number = row.getLong(3);
                        rows++;
                        more = true;
                    }
                }
            }
        }
        return rows / ((System.nanoTime() - begin) / 1e9);
    }
}
