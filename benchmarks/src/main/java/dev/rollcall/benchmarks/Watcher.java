package dev.rollcall.benchmarks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Looks into the view of users by SQL over one connection, again and again, until it has seen all edits that it was told of. */
final class Watcher implements AutoCloseable {

    /** A look and the pause before it count in full. */
    private static final long PAUSE_NANOS = 500_000;

    private record Edit(long version, long at) {}

    private final Map<UUID, Edit> pending = new ConcurrentHashMap<>();
    private final Histogram micros = Crowd.micros();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Connection connection;
    private final Thread thread = new Thread(this::look, "watcher");
    private volatile String failure = "";

    Watcher(Connection connection) {
        this.connection = connection;
        thread.start();
    }

    /** Of an edit that was acknowledged at this moment. */
    void watch(UUID user, long version) {
        pending.put(user, new Edit(version, System.nanoTime()));
    }

    /** Once everything was seen: how long each took. */
    Histogram all() throws SQLException, InterruptedException {
        Views.until("an edit does not become visible", 5, () -> pending.isEmpty() || !failure.isEmpty());
        close();
        if (!failure.isEmpty()) {
            throw new IllegalStateException("the view cannot be watched: " + failure);
        }
        return micros;
    }

    private void look() {
        try (PreparedStatement statement =
                connection.prepareStatement("select user_id, version from view_users.users where user_id = any(?)")) {
            while (!closed.get()) {
                if (!pending.isEmpty()) {
                    look(statement);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (SQLException broken) {
            failure = String.valueOf(broken.getMessage());
        }
    }

    private void look(PreparedStatement statement) throws SQLException {
        Array users = connection.createArrayOf("uuid", pending.keySet().toArray());
        statement.setArray(1, users);
        try (ResultSet row = statement.executeQuery()) {
            long now = System.nanoTime();
            while (row.next()) {
                UUID user = row.getObject(1, UUID.class);
                Edit edit = pending.get(user);
                if (edit != null && row.getLong(2) >= edit.version()) {
                    micros.recordValue(Math.max(0, now - edit.at()) / 1000);
                    pending.remove(user);
                }
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed.set(true);
        thread.join();
    }
}
