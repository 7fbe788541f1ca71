package dev.rollcall.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds for the oldest transaction that has written, and names it once when it is too old. */
final class OpenTransactions implements OpenTransactionWatch, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OpenTransactions.class);

    // a session of another role shows neither xid nor age unless we may see all (pg_monitor); prepared transactions
    // have none
    private static final String OLDEST = """
            select pid::text as session, usename, application_name, state, xact_start, backend_xid::text::bigint as xid,
                   extract(epoch from clock_timestamp() - xact_start) as seconds
            from pg_stat_activity
            where backend_xid is not null
            union all
            select 'prepared ' || gid, owner, null, 'prepared', prepared, transaction::text::bigint,
                   extract(epoch from clock_timestamp() - prepared)
            from pg_prepared_xacts
            order by seconds desc nulls last
            limit 1""";

    private final DataSource dataSource;
    private final Bell bell;
    private final Duration limit;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "rollcall-open-transactions");
        thread.setDaemon(true);
        return thread;
    });

    private volatile Duration oldest = Duration.ZERO;
    private volatile @Nullable Session holder;
    private String named = "";

    /** @param limit age from which a transaction is named in the log; at least a second */
    OpenTransactions(DataSource dataSource, Bell bell, Duration limit) {
        this.dataSource = dataSource;
        this.bell = bell;
        this.limit = limit;
    }

    void start() {
        long every = Math.max(limit.toMillis() / 2, 500);
        ScheduledFuture<?> unused = executor.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public Duration heldBack() {
        return bell.heldBack();
    }

    @Override
    public Duration oldest() {
        return oldest;
    }

    @Override
    public Optional<Session> named() {
        return Optional.ofNullable(holder);
    }

    private void look() {
        try (Connection connection = FactTable.autocommitting(dataSource);
                PreparedStatement statement = connection.prepareStatement(OLDEST);
                ResultSet row = statement.executeQuery()) {
            if (row.next()) {
                judge(row);
            } else {
                oldest = Duration.ZERO;
                holder = null;
                judgeUnseen();
            }
        } catch (SQLException | RuntimeException failure) {
            log.debug("Could not look for open transactions", failure);
        }
    }

    private void judge(ResultSet row) throws SQLException {
        Duration age = Duration.ofMillis((long) (row.getDouble("seconds") * 1_000));
        oldest = age;
        if (age.compareTo(limit) < 0) {
            holder = null;
            judgeUnseen();
            return;
        }
        holder = new Session(
                row.getString("session"),
                row.getString("application_name"),
                row.getObject("xact_start", OffsetDateTime.class).toInstant());
        String session = row.getString("session") + "/" + row.getLong("xid");
        if (!session.equals(named)) {
            named = session;
            log.warn(
                    "A transaction has been open for {} s and holds back the delivery of all facts since: session {},"
                            + " application '{}', user '{}', {}, since {}",
                    age.toSeconds(),
                    row.getString("session"),
                    row.getString("application_name"),
                    row.getString("usename"),
                    row.getString("state"),
                    row.getString("xact_start"));
        }
    }

    /** Facts are held back, yet no session is to be seen: it belongs to a role whose sessions ours may not see. */
    private void judgeUnseen() {
        if (heldBack().compareTo(limit) < 0) {
            named = "";
        } else if (!"unseen".equals(named)) {
            named = "unseen";
            log.warn(
                    "Facts have been held back for {} s by an open transaction of a session that this role may not see;"
                            + " grant it pg_monitor to have the session named",
                    heldBack().toSeconds());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
