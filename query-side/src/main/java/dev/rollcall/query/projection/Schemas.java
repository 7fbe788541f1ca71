package dev.rollcall.query.projection;

import dev.rollcall.query.Projections;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.StatementCallback;

/** The PostgreSQL schemas of this room: {@code query} for its own bookkeeping, and one for each view. */
final class Schemas {

    /** Held while schemas are made, so that processes that start together do not get in each other's way. */
    private static final String LOCK = "hashtext('rollcall query schemas')";

    private static final String RETIRED = "_old_";
    /** Indexes of so many bytes of rows are made within some tens of milliseconds. */
    private static final long SMALL = 32L << 20;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final DataSource dataSource;
    private final JdbcTemplate jdbc;
    private final Projections projections;
    private final Outset outset;

    Schemas(DataSource dataSource, Projections projections, Tokens tokens) {
        this.dataSource = dataSource;
        this.jdbc = new JdbcTemplate(dataSource);
        this.projections = projections;
        this.outset = new Outset(dataSource, projections, tokens);
    }

    /** Makes what is missing. */
    void prepare() {
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("select pg_advisory_lock(" + LOCK + ")");
                try {
                    migrate("query", "classpath:db/query");
                    projections.kinds().forEach(kind -> migrate(kind.schema(), kind.migrations()));
                    outset.find();
                } finally {
                    statement.execute("select pg_advisory_unlock(" + LOCK + ")");
                }
            }
            return true;
        });
    }

    /**
     * Makes an empty view aside, in place of what an earlier attempt may have left there. One at a time, and while nobody
     * drops it: Flyway works over two connections, and whoever came in between them would wait for one and hold up the
     * other, which no database sees to be a deadlock.
     */
    synchronized void makeAside(Projections.Kind kind) {
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_advisory_lock(" + asideLock(kind) + ")");
                try {
                    statement.execute("drop schema if exists " + aside(kind) + " cascade");
                    migrate(aside(kind), kind.migrations());
                } finally {
                    statement.execute("select pg_advisory_unlock(" + asideLock(kind) + ")");
                }
            }
            return true;
        });
    }

    /** Whether somebody held what was to be locked for longer than was waited. */
    static boolean isHeld(DataAccessException failure) {
        return failure.getMostSpecificCause() instanceof SQLException cause
                && LOCK_NOT_AVAILABLE.equals(cause.getSQLState());
    }

    private static String asideLock(Projections.Kind kind) {
        return "hashtext('rollcall aside'), hashtext('" + kind.schema() + "')";
    }

    /** Whether the view aside can be dropped until the current transaction ends; not, while it is being made. */
    boolean mayDropAside(Projections.Kind kind) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("select pg_try_advisory_xact_lock(" + asideLock(kind) + ")", Boolean.class));
    }

    /** Filling a table without its indexes and making them afterwards is several times as fast. */
    void dropIndexesAside(Projections.Kind kind) {
        indexes(aside(kind), "true").keySet().forEach(index -> jdbc.execute("drop index " + index));
    }

    /**
     * Makes the indexes that the view that answers has. Concurrently, although nobody else uses the table: otherwise the
     * transaction would hold back the delivery of facts for as long as it takes. Small tables take less than waiting for
     * everybody's transactions does. To be called outside of any.
     */
    void makeIndexesAside(Projections.Kind kind) {
        indexes(aside(kind), "not i.indisvalid").keySet().forEach(half -> jdbc.execute("drop index " + half));
        boolean small = Boolean.TRUE.equals(jdbc.queryForObject(
                "select coalesce(sum(pg_table_size(oid)), 0) <= ? from pg_class where relnamespace = ?::regnamespace"
                        + " and relkind = 'r'",
                Boolean.class,
                SMALL,
                aside(kind)));
        Set<String> there = new HashSet<>(indexes(aside(kind), "true").values());
        for (String index : indexes(kind.schema(), "true").values()) {
            String wanted = index.replace(" ON " + kind.schema() + ".", " ON " + aside(kind) + ".");
            if (!there.contains(wanted)) {
                jdbc.execute(small ? wanted : wanted.replaceFirst("CREATE INDEX ", "CREATE INDEX CONCURRENTLY "));
            }
        }
    }

    /** The names and definitions of the indexes of a schema that no rule depends on. */
    private Map<String, String> indexes(String schema, String condition) {
        Map<String, String> definitions = new HashMap<>();
        jdbc.query(
                "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i"
                        + " join pg_class c on c.oid = i.indexrelid"
                        + " where c.relnamespace = ?::regnamespace and not i.indisunique and " + condition,
                row -> {
                    definitions.put(row.getString(1), row.getString(2));
                },
                schema);
        return definitions;
    }

    boolean existsAside(Projections.Kind kind) {
        return exists(aside(kind));
    }

    void dropAside(Projections.Kind kind) {
        jdbc.execute("drop schema if exists " + aside(kind) + " cascade");
    }

    /** Fresh tables have no statistics, and a view that is put in place is asked at once. */
    void analyseAside(Projections.Kind kind) {
        tables(aside(kind)).forEach(table -> jdbc.execute("analyze " + table));
    }

    /** Puts the view made aside in place of the one that answers. To be called in a transaction. */
    void exchange(Projections.Kind kind, long rebuild) {
        jdbc.execute("alter schema " + kind.schema() + " rename to " + kind.schema() + RETIRED + rebuild);
        jdbc.execute("alter schema " + aside(kind) + " rename to " + kind.schema());
    }

    /**
     * Drops the views that were replaced. Not in the transaction that replaced them: somebody may still be reading a long
     * answer from one, and everybody else would have to wait for that. What is still read is left for the next time.
     */
    void dropRetired() {
        for (Projections.Kind kind : projections.kinds()) {
            retired(kind)
                    .forEach(schema -> jdbc.execute((StatementCallback<Boolean>) statement -> {
                        statement.execute("set lock_timeout = '200ms'");
                        try {
                            statement.execute("drop schema if exists " + schema + " cascade");
                        } catch (SQLException failure) {
                            if (!LOCK_NOT_AVAILABLE.equals(failure.getSQLState())) {
                                throw failure;
                            }
                        } finally {
                            statement.execute("reset lock_timeout");
                        }
                        return true;
                    }));
        }
    }

    static String aside(Projections.Kind kind) {
        return kind.schema() + "_next";
    }

    private List<String> retired(Projections.Kind kind) {
        return jdbc.query(
                "select quote_ident(nspname) from pg_namespace where starts_with(nspname, ?)",
                (row, number) -> row.getString(1),
                kind.schema() + RETIRED);
    }

    private boolean exists(String schema) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select to_regnamespace(?) is not null", Boolean.class, schema));
    }

    private List<String> tables(String schema) {
        return jdbc.query(
                "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = ?",
                (row, number) -> row.getString(1), schema);
    }

    private void migrate(String schema, String location) {
        Flyway.configure()
                .dataSource(dataSource)
                .schemas(schema)
                .defaultSchema(schema)
                .locations(location)
                .load()
                .migrate();
    }
}
