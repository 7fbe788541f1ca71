package dev.rollcall.store;

import dev.rollcall.api.StoredSubjects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;

/**
 * The table of facts. Appending and reading are one statement and one round trip each, on a connection of their own in
 * autocommit: whatever transaction the caller may be in takes no part.
 */
final class FactTable {

    /** The channel on which processes tell each other that there are new facts; the text says who tells. */
    static final String CHANNEL = "rollcall_facts";

    /** So many facts are read at once. */
    static final int PAGE = 1_000;

    /** What can be read without fear of being overtaken. */
    private static final String SETTLED =
            "(era, xid) < ((select max(era) from store.era), pg_snapshot_xmin(pg_current_snapshot()))";

    private static final String BACKWARDS = " order by era desc, xid desc, number desc limit 1";

    private static final String INSERT = "insert into store.fact"
            + " (era, event_id, aggregate_id, aggregate_type, sequence, name, revision, occurred_at, metadata, payload)";

    private static final String KEYS = "insert into vault.user_key (user_id, wrapped, wrapped_by)";

    /** For any number of facts and keys. */
    private static final String APPEND = "with keys as (" + KEYS
            + " select * from unnest(?::uuid[], ?::bytea[], ?::text[])), appended as (" + INSERT + """
                select (select max(era) from store.era), event_id, aggregate_id, aggregate_type, sequence, name, revision,
                       occurred_at, metadata, payload
                from unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::timestamptz[],
                            ?::text[], ?::bytea[]) with ordinality
                    as f (event_id, aggregate_id, aggregate_type, sequence, name, revision, occurred_at,
                          metadata, payload, place)
                order by place
                returning era, xid, number)
            select era, xid, max(number) as number from appended group by era, xid""";

    /** For as many facts as a command usually has: arrays would cost more than the facts in them. Index: how many. */
    private static final List<String> APPEND_FEW = IntStream.rangeClosed(0, 4)
            .mapToObj(count -> INSERT + " values "
                    + String.join(
                            ", ",
                            Collections.nCopies(count, "((select max(era) from store.era), ?, ?, ?, ?, ?, ?, ?, ?, ?)"))
                    + " returning era, xid, number")
            .toList();

    /** The first facts of a new user. */
    private static final List<String> APPEND_FEW_AND_KEY = APPEND_FEW.stream()
            .map(append -> "with keys as (" + KEYS + " values (?, ?, ?)) " + append)
            .toList();

    static final String SETTLED_AFTER = "select " + StoredFact.COLUMNS
            + " from store.fact where (era, xid, number) > (?, ?::text::xid8, ?) and " + SETTLED
            + " order by era, xid, number limit " + PAGE;

    private static final String OF_AGGREGATE = "select " + StoredFact.COLUMNS
            + " from store.fact where aggregate_id = ? and sequence >= ? order by sequence limit " + PAGE;

    /** Of so many aggregates facts are read with one statement. */
    static final int MOST_AHEAD = 4;

    /** As many facts of each, and no more: of one that has more, they are read when they are asked for. */
    static final int PAGE_AHEAD = 64;

    private static final List<String> OF_AGGREGATES = IntStream.rangeClosed(0, MOST_AHEAD)
            .mapToObj(count -> String.join(
                    " union all ",
                    Collections.nCopies(
                            count,
                            "(select " + StoredFact.COLUMNS
                                    + " from store.fact where aggregate_id = ? and sequence >= ?"
                                    + " order by sequence limit " + PAGE_AHEAD + ")")))
            .toList();

    private static final String LAST_SEQUENCE =
            "select max(sequence) as sequence from store.fact where aggregate_id = ?";

    /** Goes from aggregate to aggregate in the index, so that it costs the same however many facts each has. */
    private static final String LAST_OF_EACH = """
            with recursive aggregate (id, place) as (
                (select aggregate_id, 1 from store.fact where aggregate_id > ? order by aggregate_id limit 1)
                union all
                select (select aggregate_id from store.fact where aggregate_id > aggregate.id order by aggregate_id limit 1),
                       place + 1
                from aggregate where id is not null and place < ?)
            select last.* from aggregate cross join lateral (
                select aggregate_id, aggregate_type, sequence, era, xid, number from store.fact
                where aggregate_id = aggregate.id order by sequence desc limit 1) as last
            order by aggregate_id""";

    private static final String LAST_SETTLED = "select era, xid, number from store.fact where " + SETTLED + BACKWARDS;

    private static final String LOOK = "select newest.era as newest_era, newest.xid as newest_xid,"
            + " newest.number as newest_number, settled.era, settled.xid, settled.number"
            + " from (select era, xid, number from store.fact" + BACKWARDS + ") newest"
            + " left join (" + LAST_SETTLED + ") settled on true";

    private static final String TELL = "with told as materialized (select pg_notify('" + CHANNEL + "', ?)) "
            + "select look.* from told left join (" + LOOK + ") look on true";

    private static final String FIRST_SINCE = "select era, xid, number from store.fact where occurred_at >= ? and "
            + SETTLED + " order by era, xid, number limit 1";

    private static final String BEFORE =
            "select era, xid, number from store.fact where (era, xid, number) < (?, ?::text::xid8, ?)" + BACKWARDS;

    /** A fact about to be stored. */
    record NewFact(
            UUID identifier,
            String aggregate,
            @Nullable String type,
            long sequence,
            Instant occurredAt,
            String metaData,
            SerializedObject<byte[]> payload) {}

    /**
     * What a look at the end of the table shows.
     *
     * @param newest the last fact that is committed
     * @param settled the last fact that readers may have; less than the newest while an older transaction is open
     */
    record Look(FactToken newest, FactToken settled) {}

    /** Sets the parameters of a statement. */
    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    /** Reads the current row of a result. */
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final DataSource dataSource;

    FactTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Appends all of these facts and the keys they need or none, in this order, and answers the place of the last fact. */
    FactToken append(List<NewFact> facts, List<KeyDraft.Wrapped> keys) throws SQLException {
        List<FactToken> places;
        if (facts.size() < APPEND_FEW.size() && keys.size() <= 1) {
            List<String> appends = keys.isEmpty() ? APPEND_FEW : APPEND_FEW_AND_KEY;
            places = query(appends.get(facts.size()), statement -> rows(statement, facts, keys), FactTable::token);
        } else {
            places = query(APPEND, statement -> columns(statement, facts, keys), FactTable::token);
        }
        return places.get(places.size() - 1);
    }

    private static void rows(PreparedStatement statement, List<NewFact> facts, List<KeyDraft.Wrapped> keys)
            throws SQLException {
        int index = 0;
        for (KeyDraft.Wrapped key : keys) {
            statement.setObject(++index, key.user());
            statement.setBytes(++index, key.key());
            statement.setString(++index, key.under());
        }
        for (NewFact fact : facts) {
            SerializedObject<byte[]> payload = fact.payload();
            statement.setObject(++index, fact.identifier());
            statement.setString(++index, fact.aggregate());
            statement.setString(++index, fact.type());
            statement.setLong(++index, fact.sequence());
            statement.setString(++index, payload.getType().getName());
            statement.setString(++index, payload.getType().getRevision());
            statement.setObject(++index, fact.occurredAt().atOffset(ZoneOffset.UTC));
            statement.setString(++index, fact.metaData());
            statement.setBytes(++index, payload.getData());
        }
    }

    private static void columns(PreparedStatement statement, List<NewFact> facts, List<KeyDraft.Wrapped> keys)
            throws SQLException {
        array(statement, 1, "uuid", keys, KeyDraft.Wrapped::user);
        byte[][] wrapped = keys.stream().map(KeyDraft.Wrapped::key).toArray(byte[][]::new);
        statement.setArray(2, statement.getConnection().createArrayOf("bytea", wrapped));
        array(statement, 3, "text", keys, KeyDraft.Wrapped::under);
        array(statement, 4, "uuid", facts, NewFact::identifier);
        array(statement, 5, "text", facts, NewFact::aggregate);
        array(statement, 6, "text", facts, NewFact::type);
        array(statement, 7, "int8", facts, NewFact::sequence);
        array(statement, 8, "text", facts, fact -> fact.payload().getType().getName());
        array(statement, 9, "text", facts, fact -> fact.payload().getType().getRevision());
        array(statement, 10, "text", facts, fact -> fact.occurredAt().toString());
        array(statement, 11, "text", facts, NewFact::metaData);
        byte[][] payloads = facts.stream().map(fact -> fact.payload().getData()).toArray(byte[][]::new);
        statement.setArray(12, statement.getConnection().createArrayOf("bytea", payloads));
    }

    /** The next settled facts after this place, at most {@link #PAGE}; none when there are no more as yet. */
    List<TrackedEventData<byte[]>> after(FactToken token) throws SQLException {
        return query(SETTLED_AFTER, statement -> place(statement, token), StoredFact::of);
    }

    /** The facts of an aggregate from this version on, settled or not, at most {@link #PAGE}. */
    List<TrackedEventData<byte[]>> ofAggregate(String aggregate, long firstSequence) throws SQLException {
        return query(
                OF_AGGREGATE,
                statement -> {
                    statement.setString(1, aggregate);
                    statement.setLong(2, firstSequence);
                },
                StoredFact::of);
    }

    /**
     * The facts of two to {@link #MOST_AHEAD} aggregates from these versions on, settled or not, at most {@link #PAGE_AHEAD} of
     * each; those of one aggregate in their order.
     */
    List<TrackedEventData<byte[]>> ofAggregates(Map<String, Long> first) throws SQLException {
        return query(
                OF_AGGREGATES.get(first.size()),
                statement -> {
                    int index = 0;
                    for (Map.Entry<String, Long> aggregate : first.entrySet()) {
                        statement.setString(++index, aggregate.getKey());
                        statement.setLong(++index, aggregate.getValue());
                    }
                },
                StoredFact::of);
    }

    Optional<Long> lastSequence(String aggregate) throws SQLException {
        return Optional.ofNullable(query(
                        LAST_SEQUENCE,
                        statement -> statement.setString(1, aggregate),
                        row -> row.getObject("sequence", Long.class))
                .get(0));
    }

    /** The last facts of the next aggregates in the order of their identifiers, settled or not, at most this many. */
    List<StoredSubjects.StoredSubject> lastOfEach(String after, int most) throws SQLException {
        return query(
                LAST_OF_EACH,
                statement -> {
                    statement.setString(1, after);
                    statement.setInt(2, most);
                },
                row -> new StoredSubjects.StoredSubject(
                        row.getString("aggregate_id"),
                        row.getString("aggregate_type"),
                        row.getLong("sequence"),
                        token(row).place()));
    }

    /** The last settled fact, {@link FactToken#START} where there is none. */
    FactToken lastSettled() throws SQLException {
        return query(LAST_SETTLED, statement -> {}, FactTable::token).stream()
                .findFirst()
                .orElse(FactToken.START);
    }

    /** The last fact before the first one that happened at this time or later. Reads the table: times have no index. */
    FactToken before(Instant time) throws SQLException {
        Parameters since = statement -> statement.setObject(1, time.atOffset(ZoneOffset.UTC));
        Optional<FactToken> first =
                query(FIRST_SINCE, since, FactTable::token).stream().findFirst();
        if (first.isEmpty()) {
            return lastSettled();
        }
        return query(BEFORE, statement -> place(statement, first.get()), FactTable::token).stream()
                .findFirst()
                .orElse(FactToken.START);
    }

    Look look() throws SQLException {
        return query(LOOK, statement -> {}, FactTable::look).stream()
                .findFirst()
                .orElse(new Look(FactToken.START, FactToken.START));
    }

    /** Looks, and tells the other processes to look as well. */
    Look lookAndTell(String teller) throws SQLException {
        return query(TELL, statement -> statement.setString(1, teller), FactTable::look)
                .get(0);
    }

    private <T> List<T> query(String sql, Parameters parameters, Row<T> reader) throws SQLException {
        try (Connection connection = autocommitting(dataSource);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        }
    }

    /** A connection in autocommit, however the pool is set up. */
    static Connection autocommitting(DataSource dataSource) throws SQLException {
        Connection connection = dataSource.getConnection();
        if (!connection.getAutoCommit()) {
            connection.setAutoCommit(true);
        }
        return connection;
    }

    private static <T> void array(
            PreparedStatement statement, int index, String type, List<T> rows, Function<T, @Nullable Object> column)
            throws SQLException {
        statement.setArray(
                index,
                statement
                        .getConnection()
                        .createArrayOf(type, rows.stream().map(column).toArray()));
    }

    static void place(PreparedStatement statement, FactToken token) throws SQLException {
        statement.setInt(1, token.era());
        statement.setString(2, String.valueOf(token.xid()));
        statement.setLong(3, token.number());
    }

    private static FactToken token(ResultSet row) throws SQLException {
        return new FactToken(row.getInt("era"), row.getLong("xid"), row.getLong("number"));
    }

    private static Look look(ResultSet row) throws SQLException {
        FactToken newest =
                new FactToken(row.getInt("newest_era"), row.getLong("newest_xid"), row.getLong("newest_number"));
        return new Look(newest, token(row));
    }
}
