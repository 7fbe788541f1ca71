package dev.rollcall.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a new era when the transaction ids that order the facts are not those of this database cluster any more: the tables
 * were restored into another one. What was restored is complete and stays before everything that is appended from now on.
 */
final class Era {

    private static final Logger log = LoggerFactory.getLogger(Era.class);

    // two processes that start at the same time must not begin two eras
    private static final String ALONE = "lock table store.era in exclusive mode";

    private static final String BEGIN = """
            insert into store.era (era, system_identifier)
            select coalesce((select max(era) from store.era), 0) + 1, here.system_identifier
            from pg_control_system() here
            where not exists (
                select from store.era current
                where current.era = (select max(era) from store.era)
                  and current.system_identifier = here.system_identifier
                  and not exists (
                      select from store.fact
                      where fact.era = current.era and xid >= pg_snapshot_xmax(pg_current_snapshot())))""";

    private Era() {}

    /** Leaves the connection in autocommit. */
    static void ensure(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(ALONE);
            boolean begun = statement.executeUpdate(BEGIN) > 0;
            connection.commit();
            if (begun) {
                log.info("A new era begins: these facts are in this database cluster for the first time");
            }
        } catch (SQLException failure) {
            connection.rollback();
            throw failure;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
