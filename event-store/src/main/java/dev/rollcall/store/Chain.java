package dev.rollcall.store;

import dev.rollcall.api.FactChain;
import dev.rollcall.api.audit.ChainView;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain of facts, in its plainest form: each fact is
 * linked to the one before it by a hash over everything in its row, and every so many links are signed. It follows the facts,
 * so that they are appended without waiting for each other.
 */
final class Chain implements FactChain {

    private static final Logger log = LoggerFactory.getLogger(Chain.class);

    /** One process at a time goes on with the chain. */
    private static final String LOCK = "select pg_try_advisory_xact_lock(hashtext('rollcall chain'), 0)";

    private static final String LAST = "select " + ChainBlock.COLUMNS + " from store.chain order by block desc limit 1";

    private static final String INSERT =
            "insert into store.chain (" + ChainBlock.COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?)";

    private static final String AT = "select " + ChainBlock.COLUMNS + " from store.chain where block = ?";

    private static final String ALL_FACTS =
            "select " + StoredFact.COLUMNS + " from store.fact order by era, xid, number";

    private static final String ALL_BLOCKS = "select " + ChainBlock.COLUMNS + " from store.chain order by block";

    private final DataSource dataSource;
    private final Supplier<ChainKey> key;
    private final @Nullable Witness witness;
    private final Clock clock;
    private boolean doubted;

    /**
     * @param key asked each time: it may be another one than before
     * @param witness the second place; absent: there is none, and a tail that was cut off is not noticed
     */
    Chain(DataSource dataSource, Supplier<ChainKey> key, @Nullable Witness witness, Clock clock) {
        this.dataSource = dataSource;
        this.key = key;
        this.witness = witness;
        this.clock = clock;
    }

    /**
     * Chains and signs the facts that are settled and not chained yet, at most a page of them.
     *
     * @return the place of the last one; absent: there are none, or another process is doing it
     */
    Optional<FactToken> extend() throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Optional<ChainBlock> made = extend(connection);
                connection.commit();
                // only what is stored is noted, and one process after the other
                if (made.isPresent() && witness != null && locked(connection)) {
                    note(connection, witness);
                }
                connection.commit();
                return made.map(block -> block.last().place());
            } catch (SQLException | IOException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private Optional<ChainBlock> extend(Connection connection) throws SQLException {
        if (!locked(connection)) {
            return Optional.empty();
        }
        Optional<ChainBlock> last = block(connection, LAST, null);
        FactToken from = last.map(block -> block.last().place()).orElse(FactToken.START);
        List<ChainedFact> facts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FactTable.SETTLED_AFTER)) {
            FactTable.place(statement, from);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    facts.add(ChainedFact.of(row));
                }
            }
        }
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        ChainBlock block = ChainBlock.of(last.orElse(null), facts, key.get(), clock.instant());
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setLong(1, block.number());
            statement.setLong(2, block.facts());
            statement.setBytes(3, block.entries());
            statement.setObject(4, block.signedAt().atOffset(ZoneOffset.UTC));
            statement.setString(5, block.signedBy());
            statement.setBytes(6, block.signature());
            statement.setBytes(7, block.certificate());
            statement.executeUpdate();
        }
        return Optional.of(block);
    }

    private static boolean locked(Connection connection) throws SQLException {
        try (Statement lock = connection.createStatement();
                ResultSet ours = lock.executeQuery(LOCK)) {
            return ours.next() && ours.getBoolean(1);
        }
    }

    private void note(Connection connection, Witness place) throws SQLException, IOException {
        ChainBlock end = block(connection, LAST, null).orElseThrow();
        Optional<Witness.Note> before = place.read();
        Optional<String> earlier = before.isEmpty()
                ? Optional.empty()
                : block(connection, AT, before.get().block())
                        .map(block -> HexFormat.of().formatHex(block.last().link()));
        if (place.note(end, earlier, key.get())) {
            doubted = false;
        } else if (!doubted) {
            doubted = true;
            log.error(
                    "The history is not the one whose end was noted in the second place (row {} of the chain): it was cut"
                            + " off or replaced, or an older backup was restored. The note stays as it is; verify the"
                            + " history, and remove the note once this is explained",
                    before.map(Witness.Note::block).orElse(0L));
        }
    }

    private static Optional<ChainBlock> block(Connection connection, String sql, @Nullable Long number)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (number != null) {
                statement.setLong(1, number);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(ChainBlock.of(row)) : Optional.empty();
            }
        }
    }

    @Override
    public ChainView check(Consumer<ChainView> progress) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            try {
                return check(connection, progress);
            } finally {
                connection.rollback();
                connection.setReadOnly(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        } catch (SQLException | IOException failure) {
            throw new EventStoreException("the chain of facts cannot be read: " + failure.getMessage(), failure);
        }
    }

    /** Both are read as they are in one transaction. */
    ChainView check(Connection connection, Consumer<ChainView> progress) throws SQLException, IOException {
        // the note comes first: what is chained after it is read is no part of it
        Optional<Witness.Note> noted = witness == null ? Optional.empty() : witness.read();
        long total = block(connection, LAST, null).map(ChainBlock::facts).orElse(0L);
        try (Rows<ChainedFact> facts = new Rows<>(connection, ALL_FACTS, ChainedFact::of);
                Rows<ChainBlock> blocks = new Rows<>(connection, ALL_BLOCKS, ChainBlock::of)) {
            return new ChainCheck(facts, key.get(), noted, total, clock, progress).run(blocks);
        }
    }

    private interface Read<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** The rows of a statement, a page at a time. */
    private static final class Rows<T> implements Iterator<T>, AutoCloseable {

        private static final int PAGE = 500;

        private final PreparedStatement statement;
        private final ResultSet rows;
        private final Read<T> read;
        private boolean more;

        private Rows(Connection connection, String sql, Read<T> read) throws SQLException {
            this.read = read;
            this.statement = connection.prepareStatement(sql);
            statement.setFetchSize(PAGE);
            this.rows = statement.executeQuery();
            this.more = rows.next();
        }

        @Override
        public boolean hasNext() {
            return more;
        }

        @Override
        public T next() {
            if (!more) {
                throw new NoSuchElementException();
            }
            try {
                T row = read.of(rows);
                more = rows.next();
                return row;
            } catch (SQLException failure) {
                throw new EventStoreException("the chain of facts cannot be read", failure);
            }
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }
}
