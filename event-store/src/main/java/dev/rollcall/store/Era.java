package dev.rollcall.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a new era when the transaction ids that order the facts are not, or not surely, those of this database any more: the
 * tables were restored into another cluster, or the cluster took another course since (a standby was promoted, a backup rolled
 * forward). What is there is complete then and stays before everything that is appended from now on.
 */
final class Era {

    private static final Logger log = LoggerFactory.getLogger(Era.class);

    private static final String HERE = """
            (select system_identifier, ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int as timeline
             from pg_control_system()) here""";

    private static final String GOES_ON = """
            exists (select from store.era current
                    where current.era = (select max(era) from store.era)
                      and current.system_identifier = here.system_identifier
                      and current.timeline = here.timeline
                      and not exists (
                          select from store.fact
                          where fact.era = current.era and xid >= pg_snapshot_xmax(pg_current_snapshot())))""";

    // appends read the table of eras, so this waits for those under way, and those that come later see the new era
    private static final String ALONE = "lock table store.era in access exclusive mode";

    private static final String BEGIN = "insert into store.era (era, system_identifier, timeline)"
            + " select coalesce((select max(era) from store.era), 0) + 1, here.system_identifier, here.timeline from "
            + HERE
            + " where not " + GOES_ON;

    private Era() {}

    /** Leaves the connection in autocommit. Holds up appends only where an era really begins. */
    static void ensure(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            if (!goesOn(statement)) {
                begin(connection, statement);
            }
        }
    }

    private static boolean goesOn(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select " + GOES_ON + " from " + HERE)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void begin(Connection connection, Statement statement) throws SQLException {
        connection.setAutoCommit(false);
        try {
            statement.execute(ALONE);
            boolean begun = statement.executeUpdate(BEGIN) > 0;
            connection.commit();
            if (begun) {
                log.info(
                        "A new era of facts begins: the transaction ids of this database start, or may have started, anew");
            }
        } catch (SQLException failure) {
            connection.rollback();
            throw failure;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
