package dev.rollcall.query.projection;

import dev.rollcall.query.QuerySettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.deadletter.jdbc.DefaultDeadLetterStatementFactory;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.DeadLetterQueueOverflowException;
import org.axonframework.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The facts that one projection could not apply, and those of the same users and clients that wait behind them. */
final class Letters extends JdbcSequencedDeadLetterQueue<EventMessage<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(Letters.class);

    private static final DeadLetterSchema SCHEMA = DeadLetterSchema.builder()
            .deadLetterTable("query.dead_letter")
            .deadLetterIdentifierColumn("id")
            .processingGroupColumn("processing_group")
            .sequenceIdentifierColumn("sequence_identifier")
            .sequenceIndexColumn("sequence_index")
            .messageTypeColumn("message_type")
            .eventIdentifierColumn("event_identifier")
            .timestampColumn("occurred_at")
            .payloadTypeColumn("payload_type")
            .payloadRevisionColumn("payload_revision")
            .payloadColumn("payload")
            .metaDataColumn("meta_data")
            .aggregateTypeColumn("aggregate_type")
            .aggregateIdentifierColumn("aggregate_identifier")
            .sequenceNumberColumn("sequence_number")
            .tokenTypeColumn("token_type")
            .tokenColumn("token")
            .enqueuedAtColumn("enqueued_at")
            .lastTouchedColumn("last_touched")
            .processingStartedColumn("processing_started")
            .causeTypeColumn("cause_type")
            .causeMessageColumn("cause_message")
            .diagnosticsColumn("diagnostics")
            .build();

    private static final int PAGE = 100;

    private final String projection;

    /** Of the batch that is being applied: whether any are parked at all, and of whom none are. Its thread's alone. */
    private boolean any;

    private final Set<Object> without = new HashSet<>();

    private Letters(String projection, Builder<EventMessage<?>> builder) {
        super(builder);
        this.projection = projection;
    }

    static Letters of(
            String projection,
            ConnectionProvider connections,
            TransactionManager transactions,
            Serializer tokens,
            Serializer facts,
            QuerySettings settings) {
        return new Letters(
                projection,
                JdbcSequencedDeadLetterQueue.<EventMessage<?>>builder()
                        .processingGroup(projection)
                        .connectionProvider(connections)
                        .transactionManager(transactions)
                        .schema(SCHEMA)
                        .genericSerializer(tokens)
                        .eventSerializer(facts)
                        .pageSize(PAGE)
                        .statementFactory(new Statements(tokens, facts))
                        .maxSequences(settings.parkedUsersAndClients())
                        .maxSequenceSize(settings.parkedFacts()));
    }

    /**
     * A batch begins. Within it nobody else parks facts, so that it need not be asked for each fact whether there are some of
     * the same user or client. Axon's own memory of that is not used: it outlives a while in which another process fed the
     * projection, as an invoker of several groups does not tell them that a segment was released.
     *
     * @param any whether there are any parked facts
     */
    void open(boolean any) {
        this.any = any;
        without.clear();
    }

    /** Parks a fact where others of the same user or client are parked. */
    @Override
    public boolean enqueueIfPresent(Object sequenceIdentifier, Supplier<DeadLetter<? extends EventMessage<?>>> letter)
            throws DeadLetterQueueOverflowException {
        if (!any || without.contains(sequenceIdentifier)) {
            return false;
        }
        boolean present = super.enqueueIfPresent(sequenceIdentifier, letter);
        if (!present) {
            without.add(sequenceIdentifier);
        }
        return present;
    }

    /** Parks a fact, in the transaction that applies the others of its batch. */
    @Override
    public void enqueue(Object sequenceIdentifier, DeadLetter<? extends EventMessage<?>> letter)
            throws DeadLetterQueueOverflowException {
        any = true;
        without.remove(sequenceIdentifier);
        try {
            super.enqueue(sequenceIdentifier, letter);
        } catch (DeadLetterQueueOverflowException full) {
            LOG.error(
                    "Projection {} stops: there is no room to park fact {} of {}. Find out why its facts cannot be"
                            + " applied; after the cure they are applied by themselves.",
                    projection,
                    letter.message().getIdentifier(),
                    sequenceIdentifier);
            throw new Full(projection, full);
        }
    }

    /** There is no room for one more. */
    static final class Full extends DeadLetterQueueOverflowException implements Halts.Stopping {

        private final String projection;

        private Full(String projection, DeadLetterQueueOverflowException full) {
            super("no room to park facts of projection " + projection);
            this.projection = projection;
            initCause(full);
        }

        @Override
        public String projection() {
            return projection;
        }
    }

    /**
     * Axon's own statements take the number of letters seen so far for an index within the sequence, and a page of a
     * sequence for as large as the sequence may be, so that a second page repeats letters or leaves sequences out.
     */
    private static final class Statements extends DefaultDeadLetterStatementFactory<EventMessage<?>> {

        private Statements(Serializer tokens, Serializer facts) {
            super(DefaultDeadLetterStatementFactory.<EventMessage<?>>builder()
                    .schema(SCHEMA)
                    .genericSerializer(tokens)
                    .eventSerializer(facts));
        }

        @Override
        public PreparedStatement letterSequenceStatement(
                Connection connection, String processingGroup, String sequenceId, int offset, int maxSize)
                throws SQLException {
            PreparedStatement statement = connection.prepareStatement("""
                    select * from query.dead_letter where processing_group = ? and sequence_identifier = ?
                    order by sequence_index limit ? offset ?""");
            statement.setString(1, processingGroup);
            statement.setString(2, sequenceId);
            statement.setInt(3, Math.min(maxSize, PAGE));
            statement.setInt(4, offset);
            return statement;
        }

        @Override
        public PreparedStatement claimableSequencesStatement(
                Connection connection, String processingGroup, Instant processingStartedLimit, int offset, int maxSize)
                throws SQLException {
            PreparedStatement statement = connection.prepareStatement("""
                    select * from (
                        select distinct on (sequence_identifier) * from query.dead_letter
                        where processing_group = ? order by sequence_identifier, sequence_index
                    ) first_of_each
                    where processing_started is null or processing_started < ?
                    order by last_touched, id limit ? offset ?""");
            statement.setString(1, processingGroup);
            statement.setString(2, DateTimeUtils.formatInstant(processingStartedLimit));
            statement.setInt(3, maxSize);
            statement.setInt(4, offset);
            return statement;
        }
    }
}
