package dev.rollcall.query.projection;

import dev.rollcall.api.Personal;
import dev.rollcall.api.PersonalKeys;
import dev.rollcall.api.user.UserId;
import dev.rollcall.query.Projection;
import dev.rollcall.query.Projections;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.axonframework.common.transaction.TransactionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.StatementCallback;

/**
 * Sees to it that nothing is left of somebody who was erased: not in a view into which another process may have written a moment
 * longer, nor in the files of the database, where changed rows stay until their table is written anew.
 */
final class Erasures {

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

    /** Much longer than a key can still be in use elsewhere, and than a batch of facts takes. */
    static final Duration SETTLED = Duration.ofSeconds(10);

    /** Writing a table anew keeps everybody from it meanwhile: about a second. */
    static final long LARGEST_WRITTEN_ANEW = 128L << 20;

    private static final String LOCK = "hashtext('rollcall erasures')";

    /** No superuser or owner of the server. */
    private static final String NOT_ALLOWED = "42501";

    private final Projections projections;
    private final PersonalKeys keys;
    private final JdbcTemplate jdbc;
    private final TransactionManager transactions;
    private final Schemas schemas;
    private final Duration settled;

    Erasures(
            Projections projections,
            PersonalKeys keys,
            JdbcTemplate jdbc,
            TransactionManager transactions,
            Schemas schemas,
            Duration settled) {
        this.projections = projections;
        this.keys = keys;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.schemas = schemas;
        this.settled = settled;
    }

    /** To be called now and then. */
    void run() {
        List<UserId> users = keys.left(PersonalKeys.Room.QUERY, settled).stream()
                .map(UserId::new)
                .toList();
        if (users.isEmpty()) {
            return;
        }
        for (Projections.Kind kind : projections.kinds()) {
            transactions.executeInTransaction(() -> {
                // no view is exchanged meanwhile
                jdbc.execute("select pg_advisory_xact_lock_shared(" + Batch.lock(kind.name()) + ")");
                erase(kind.in().apply(kind.schema()), users);
                if (schemas.existsAside(kind)) {
                    erase(kind.in().apply(Schemas.aside(kind)), users);
                }
            });
        }
        jdbc.update(
                "update query.refused_attempt set actor_name = ? where actor_id = any(?) and actor_name <> ?",
                Personal.ERASED,
                users.stream().map(UserId::toString).toArray(String[]::new),
                Personal.ERASED);
        if (writeAnew()) {
            users.forEach(user -> keys.cleared(PersonalKeys.Room.QUERY, user.value()));
            LOG.info("What was left in the views of {} who were erased is gone", users);
        }
    }

    private static void erase(Projection projection, List<UserId> users) {
        projection.erase(users);
    }

    /** Whether it was done: not, where another process is about it, or somebody reads on and on. */
    private boolean writeAnew() {
        return Boolean.TRUE.equals(jdbc.execute((StatementCallback<Boolean>) statement -> {
            var locked = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")");
            locked.next();
            if (!locked.getBoolean(1)) {
                return false;
            }
            try {
                statement.execute("set lock_timeout = '5s'");
                for (String table : tables()) {
                    statement.execute(table);
                }
                nextLog(statement);
                return true;
            } finally {
                statement.execute("reset lock_timeout");
                statement.execute("select pg_advisory_unlock(" + LOCK + ")");
            }
        }));
    }

    private List<String> tables() {
        return jdbc.query(
                "select format(case when pg_total_relation_size(c.oid) <= ? then 'vacuum (full, analyze) %I.%I' else"
                        + " 'vacuum %I.%I' end, n.nspname, c.relname) from pg_class c"
                        + " join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r'"
                        + " and (n.nspname = any(?) or n.nspname = 'query' and c.relname in ('dead_letter',"
                        + " 'rebuild', 'refused_attempt'))",
                (row, number) -> row.getString(1),
                LARGEST_WRITTEN_ANEW,
                projections.kinds().stream().map(Projections.Kind::schema).toArray(String[]::new));
    }

    /** Has the write-ahead log go on in another file, so that those from before can be given up. */
    private static void nextLog(Statement statement) throws SQLException {
        try {
            // what the planner knows about columns are values of them
            statement.execute("vacuum (full) pg_catalog.pg_statistic");
            statement.execute("select pg_switch_wal()");
            statement.execute("checkpoint");
        } catch (SQLException refused) {
            if (!NOT_ALLOWED.equals(refused.getSQLState())) {
                throw refused;
            }
            LOG.info("The write-ahead log of this server is not ours to close: what was erased stays in it until it is"
                    + " reused");
        }
    }
}
