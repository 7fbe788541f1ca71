package dev.rollcall.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from other processes that they appended facts. Keeps one connection for itself, and gets another one when it breaks; in
 * between the bell's own looks make do.
 */
final class Ear implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Ear.class);

    private static final int LISTEN_MILLIS = 250;
    private static final int ANSWER_MILLIS = 10_000;
    private static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

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
            bell.look();
            long alive = System.nanoTime();
            while (!closed) {
                PGNotification[] words = postgres.getNotifications(LISTEN_MILLIS);
                for (PGNotification word : words == null ? new PGNotification[0] : words) {
                    bell.heard(word.getParameter());
                }
                if (System.nanoTime() - alive > ALIVE_NANOS) {
                    statement.execute("select 1");
                    alive = System.nanoTime();
                }
            }
            statement.execute("unlisten *");
        }
    }

    /** A pool takes a connection back unless it saw it fail: what is unwrapped fails unseen. */
    private static void discard(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("unlisten *");
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
