package dev.rollcall.query.projection;

import static java.util.stream.Collectors.toMap;

import dev.rollcall.api.audit.RebuildView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is known about rebuilds, running and past, where every process can see it. */
final class RebuildTable {

    /** A rebuild, and how far it has come. */
    record Row(long id, String projection, @Nullable TrackingToken token, long events, RebuildView view) {}

    private static final String SELECT = "select * from query.rebuild";
    private static final double ALMOST = 99.9;
    private static final int MOST_CHARACTERS = 1_000;

    private final JdbcTemplate jdbc;
    private final Tokens tokens;
    private final Clock clock;

    RebuildTable(JdbcTemplate jdbc, Tokens tokens, Clock clock) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Whether it was entered; not, where one of this projection is running already. */
    boolean start(String projection, String by, long target, boolean check) {
        return jdbc.update(
                        "insert into query.rebuild (projection, state, started_by, target, check_only) values (?, 'RUNNING', ?, ?, ?)"
                                + " on conflict (projection) where state = 'RUNNING' do nothing",
                        projection,
                        by,
                        target,
                        check)
                == 1;
    }

    Optional<Row> last(String projection) {
        return jdbc.query(SELECT + " where projection = ? order by id desc limit 1", this::row, projection).stream()
                .findFirst();
    }

    Map<String, Row> last() {
        return jdbc
                .query("select distinct on (projection) * from query.rebuild order by projection, id desc", this::row)
                .stream()
                .collect(toMap(Row::projection, row -> row));
    }

    /** Whether one of this projection is running. No other is started until the transaction of the caller ends. */
    boolean isRunningHeld(String projection) {
        jdbc.execute("lock table query.rebuild in share row exclusive mode");
        return last(projection)
                .filter(row -> row.view().state() == RebuildView.State.RUNNING)
                .isPresent();
    }

    List<Row> running() {
        return jdbc.query(SELECT + " where state = 'RUNNING'", this::row);
    }

    Optional<Row> find(long id) {
        return jdbc.query(SELECT + " where id = ?", this::row, id).stream().findFirst();
    }

    /**
     * Moves a rebuild on, in the transaction that applies the facts. Whether that was so; not, where it was cancelled or
     * another process has carried it on meanwhile.
     */
    boolean advance(long id, long eventsBefore, long events, TrackingToken token, long reached, long target) {
        return jdbc.update(
                        "update query.rebuild set events = ?, token = ?, token_type = ?, reached = ?,"
                                + " target = greatest(target, ?) where id = ? and events = ? and state = 'RUNNING'",
                        events,
                        tokens.write(token),
                        tokens.type(token),
                        reached,
                        target,
                        id,
                        eventsBefore)
                == 1;
    }

    /** Forgets how far it has come, as what it had made is gone. */
    void restart(long id) {
        jdbc.update(
                "update query.rebuild set events = 0, token = null, token_type = null, reached = 0 where id = ?", id);
    }

    boolean finish(long id, long events, String checksum, boolean equal) {
        return jdbc.update(
                        "update query.rebuild set state = 'DONE', finished_at = clock_timestamp(), checksum = ?,"
                                + " equal = ? where id = ? and events = ? and state = 'RUNNING'",
                        checksum,
                        equal,
                        id,
                        events)
                == 1;
    }

    void fail(long id, String why) {
        String line = why.replaceAll("\\s+", " ");
        jdbc.update(
                "update query.rebuild set state = 'FAILED', finished_at = clock_timestamp(), failure = ?"
                        + " where id = ? and state = 'RUNNING'",
                line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line,
                id);
    }

    /** Whether there was one to cancel. */
    boolean cancel(String projection) {
        return jdbc.update(
                        "update query.rebuild set state = 'CANCELLED', finished_at = clock_timestamp()"
                                + " where projection = ? and state = 'RUNNING'",
                        projection)
                == 1;
    }

    private Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getString("projection"),
                tokens.read(row.getBytes("token"), row.getString("token_type")),
                row.getLong("events"),
                view(row));
    }

    private RebuildView view(ResultSet row) throws SQLException {
        RebuildView.State state = RebuildView.State.valueOf(row.getString("state"));
        Instant started = instant(row, "started_at").orElseThrow();
        Optional<Instant> finished = instant(row, "finished_at");
        double seconds = Math.max(
                0.001,
                Duration.between(started, finished.orElseGet(clock::instant)).toMillis() / 1000.0);
        long events = row.getLong("events");
        long reached = row.getLong("reached");
        long target = Math.max(row.getLong("target"), reached);
        boolean done = state == RebuildView.State.DONE;
        boolean foreseeable = state == RebuildView.State.RUNNING && reached > 0;
        return new RebuildView(
                row.getString("projection"),
                row.getBoolean("check_only"),
                state,
                done ? 100 : target == 0 ? 0 : Math.min(ALMOST, 100.0 * reached / target),
                events,
                done ? events : target,
                events / seconds,
                foreseeable ? Math.round((target - reached) * seconds / reached) : null,
                started,
                finished.orElse(null),
                row.getString("checksum"),
                row.getObject("equal", Boolean.class),
                row.getString("failure"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
