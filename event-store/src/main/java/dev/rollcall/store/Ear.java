package dev.rollcall.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from other processes that they appended facts, and knows whether there are any. Keeps one connection for itself, and
 * gets another one when it breaks; in between the bell's own looks make do.
 *
 * <p>Whoever listens holds a shared advisory lock as long, and says so on the channel once: so a process knows that it is alone,
 * and need not tell anybody what it appends, which costs a transaction each time.
 */
final class Ear implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Ear.class);

    private static final int LISTEN_MILLIS = 250;
    private static final int ANSWER_MILLIS = 10_000;
    private static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** The two keys of the advisory lock. */
    private static final int FAMILY = 0x7011CA11;

    private static final int LISTENER = 1;

    /** The connections of all processes that listen, by their pid. */
    static final String LISTENERS = "select pid from pg_locks where locktype = 'advisory' and granted"
            + " and database = (select oid from pg_database where datname = current_database())"
            + " and classid = " + FAMILY + "::bigint::oid and objid = " + LISTENER + " and objsubid = 2";

    private final DataSource dataSource;
    private final Bell bell;
    private final Pages pages;
    private final Thread thread = new Thread(this::run, "rollcall-ear");
    private volatile boolean closed;

    Ear(DataSource dataSource, Bell bell, Pages pages) {
        this.dataSource = dataSource;
        this.bell = bell;
        this.pages = pages;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long pause = 100;
        while (!closed) {
            try (Connection connection = dataSource.getConnection()) {
                try {
                    pause = 100;
                    listen(connection);
                } catch (SQLException broken) {
                    discard(connection);
                    throw broken;
                }
            } catch (SQLException | RuntimeException failure) {
                bell.expect(true);
                if (!closed) {
                    log.warn(
                            "No word of facts from other processes ({}); looking for them every so often, and trying"
                                    + " again in {} ms",
                            failure.getMessage(),
                            pause);
                    pause = sleep(pause);
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        // whoever reconnects may have reached another cluster
        Era.ensure(connection);
        pages.forget();
        connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + FactTable.CHANNEL);
            statement.execute("select pg_advisory_lock_shared(" + FAMILY + ", " + LISTENER + ")");
            statement.execute("notify " + FactTable.CHANNEL + ", '" + bell.id() + "'");
            bell.expect(othersListen(statement));
            bell.look();
            long alive = System.nanoTime();
            while (!closed) {
                PGNotification[] words = postgres.getNotifications(LISTEN_MILLIS);
                for (PGNotification word : words == null ? new PGNotification[0] : words) {
                    bell.heard(word.getParameter());
                }
                if (System.nanoTime() - alive > ALIVE_NANOS) {
                    bell.expect(othersListen(statement));
                    alive = System.nanoTime();
                }
            }
            leave(statement);
        }
    }

    private static boolean othersListen(Statement statement) throws SQLException {
        try (ResultSet listeners = statement.executeQuery("select count(*) from (" + LISTENERS + ") listener")) {
            listeners.next();
            return listeners.getInt(1) > 1;
        }
    }

    private static void leave(Statement statement) throws SQLException {
        statement.execute("unlisten *");
        statement.execute("select pg_advisory_unlock_all()");
    }

    /** A pool takes a connection back unless it saw it fail: what is unwrapped fails unseen. */
    private static void discard(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            leave(statement);
        } catch (SQLException broken) {
            log.debug("The connection is broken indeed", broken);
        }
    }

    private static long sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return Math.min(millis * 2, LONGEST_PAUSE_MILLIS);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
