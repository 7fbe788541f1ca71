package dev.rollcall.store;

import dev.rollcall.api.Position;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Keeps facts in PostgreSQL. The facts of one unit of work are one statement in autocommit: they are there once it returns,
 * whatever becomes of a transaction that the caller may have open besides.
 */
final class FactEngine extends AbstractEventStorageEngine {

    /** Where the root unit of work finds the {@link Position} of the last fact it appended. */
    static final String POSITION = "dev.rollcall.position";

    private static final String UNIQUE_VIOLATION = "23505";

    private final FactTable facts;
    private final SnapshotTable snapshots;
    private final Serializer serializer;
    private final EventUpcaster upcasters;
    private final Vault vault;
    private final Bell bell;
    private final ReadAhead ahead;
    private volatile boolean snapshotsInUse;

    FactEngine(DataSource dataSource, FactTable facts, Vault vault, Bell bell, ReadAhead ahead, Parts parts) {
        super(parts.builder());
        this.facts = facts;
        this.snapshots = new SnapshotTable(dataSource);
        this.serializer = parts.events;
        this.upcasters = parts.upcasters;
        this.vault = vault;
        this.bell = bell;
        this.ahead = ahead;
        this.snapshotsInUse = reading(snapshots::inUse);
    }

    /** What turns rows into facts and back. */
    record Parts(Serializer events, Serializer snapshots, EventUpcaster upcasters, SnapshotFilter snapshotFilter) {

        private AbstractEventStorageEngine.Builder builder() {
            return new AbstractEventStorageEngine.Builder() {}.eventSerializer(events)
                    .snapshotSerializer(snapshots)
                    .upcasterChain(upcasters)
                    .snapshotFilter(snapshotFilter)
                    .persistenceExceptionResolver(FactEngine::isConflict);
        }
    }

    /**
     * Settled facts that follow each other.
     *
     * @param last where to go on; after the last fact even where an upcaster made fewer facts of the rows
     */
    record Page(List<? extends TrackedEventMessage<?>> facts, FactToken last) {}

    Page after(FactToken token) {
        List<TrackedEventData<byte[]>> rows = reading(() -> facts.after(token));
        if (rows.isEmpty()) {
            return new Page(List.of(), token);
        }
        return page(rows);
    }

    /** As far as it can be understood: what cannot stops the reader when its turn comes, and not a page earlier. */
    private Page page(List<TrackedEventData<byte[]>> rows) {
        try {
            FactToken last = (FactToken) rows.get(rows.size() - 1).trackingToken();
            return new Page(
                    EventUtils.upcastAndDeserializeTrackedEvents(rows.stream(), serializer, upcasters)
                            .toList(),
                    last);
        } catch (SerializationException notUnderstood) {
            if (rows.size() == 1) {
                throw notUnderstood;
            }
            return page(rows.subList(0, rows.size() / 2));
        }
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (events.isEmpty()) {
            return;
        }
        KeyDraft draft = new KeyDraft();
        try {
            FactToken last = append(events, serializer, draft);
            vault.stored(draft);
            CurrentUnitOfWork.ifStarted(work -> work.root().resources().put(POSITION, last.place()));
        } catch (SQLException failure) {
            handlePersistenceException(failure, inConflict(failure, events));
        } finally {
            for (EventMessage<?> event : events) {
                if (event instanceof DomainEventMessage<?> fact) {
                    ahead.appended(fact.getAggregateIdentifier());
                }
            }
        }
        bell.ring();
    }

    private FactToken append(List<? extends EventMessage<?>> events, Serializer serializer, KeyDraft draft)
            throws SQLException {
        try {
            return facts.append(written(events, serializer, draft), draft.wrapped());
        } catch (SQLException failure) {
            if (!isKeyThere(failure) && !VaultRows.isUnregistered(failure)) {
                throw failure;
            }
            vault.refresh(draft);
            draft.clear();
            return facts.append(written(events, serializer, draft), draft.wrapped());
        }
    }

    private List<FactTable.NewFact> written(
            List<? extends EventMessage<?>> events, Serializer serializer, KeyDraft draft) {
        return vault.drafting(
                draft,
                () -> events.stream().map(event -> newFact(event, serializer)).toList());
    }

    /** Asks the serializer and not the event, which would remember what was written under a key that was not stored. */
    private static FactTable.NewFact newFact(EventMessage<?> event, Serializer serializer) {
        SerializedObject<byte[]> payload = serializer.serialize(event.getPayload(), byte[].class);
        String metaData =
                serializer.serialize(event.getMetaData(), String.class).getData();
        DomainEventMessage<?> ofAggregate = event instanceof DomainEventMessage<?> domain ? domain : null;
        return new FactTable.NewFact(
                UUID.fromString(event.getIdentifier()),
                ofAggregate == null ? event.getIdentifier() : ofAggregate.getAggregateIdentifier(),
                ofAggregate == null ? null : ofAggregate.getType(),
                ofAggregate == null ? 0 : ofAggregate.getSequenceNumber(),
                // cut off here, because PostgreSQL would round, and a fact must not move into the future
                event.getTimestamp().truncatedTo(ChronoUnit.MICROS),
                metaData,
                payload);
    }

    private static boolean isConflict(Throwable failure) {
        return failure instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState());
    }

    /** Whether a user whose key was made anew has one already. */
    private static boolean isKeyThere(SQLException failure) {
        return isConflict(failure)
                && failure instanceof PSQLException psql
                && psql.getServerErrorMessage() != null
                && "user_key_pkey".equals(psql.getServerErrorMessage().getConstraint());
    }

    /** The fact that the database names in its refusal; it decides whether a creation or a change lost the race. */
    private static EventMessage<?> inConflict(SQLException failure, List<? extends EventMessage<?>> events) {
        ServerErrorMessage message = failure instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        String detail = message == null || message.getDetail() == null ? "" : message.getDetail();
        for (EventMessage<?> event : events) {
            if (event instanceof DomainEventMessage<?> fact
                    && detail.contains("(" + fact.getAggregateIdentifier() + ", " + fact.getSequenceNumber() + ")")) {
                return fact;
            }
        }
        return events.get(0);
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readEventData(String identifier, long firstSequenceNumber) {
        return StreamSupport.stream(new OfAggregate(identifier, firstSequenceNumber), false);
    }

    @Override
    protected Stream<? extends TrackedEventData<?>> readEventData(@Nullable TrackingToken token, boolean mayBlock) {
        return StreamSupport.stream(new All(FactToken.orStart(token)), false);
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        // another process may have begun to keep snapshots since: then all facts are read, which comes to the same
        return snapshotsInUse ? reading(() -> snapshots.of(aggregateIdentifier)).stream() : Stream.empty();
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        reading(() -> {
            snapshots.keep(snapshot, serializer);
            return snapshot;
        });
        snapshotsInUse = true;
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        return reading(() -> facts.lastSequence(aggregateIdentifier));
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return null;
    }

    /** After the last settled fact: one that is committed but could still be overtaken is new to whoever starts here. */
    @Override
    public @Nullable TrackingToken createHeadToken() {
        return orNull(reading(facts::lastSettled));
    }

    @Override
    public @Nullable TrackingToken createTokenAt(Instant dateTime) {
        return orNull(reading(() -> facts.before(dateTime)));
    }

    private static @Nullable TrackingToken orNull(FactToken token) {
        return token.equals(FactToken.START) ? null : token;
    }

    /** Something that asks the database. */
    interface Reading<T> {
        T read() throws SQLException;
    }

    static <T> T reading(Reading<T> question) {
        try {
            return question.read();
        } catch (SQLException failure) {
            throw new EventStoreException("the store of facts does not answer: " + failure.getMessage(), failure);
        }
    }

    /** Pages through rows; a page that is not full is the last, so that most aggregates take one statement. */
    private abstract static class Paged<T> extends Spliterators.AbstractSpliterator<T> {

        private List<TrackedEventData<byte[]>> page = List.of();
        private int next;
        private boolean last;

        Paged() {
            super(Long.MAX_VALUE, ORDERED | NONNULL);
        }

        abstract List<TrackedEventData<byte[]>> more() throws SQLException;

        abstract T pass(TrackedEventData<byte[]> row);

        @Override
        public boolean tryAdvance(Consumer<? super T> action) {
            if (next == page.size()) {
                if (last) {
                    return false;
                }
                page = reading(this::more);
                next = 0;
                last = page.size() < FactTable.PAGE;
                if (page.isEmpty()) {
                    return false;
                }
            }
            action.accept(pass(page.get(next++)));
            return true;
        }
    }

    private final class OfAggregate extends Paged<DomainEventData<?>> {

        private final String aggregate;
        private long nextSequence;

        OfAggregate(String aggregate, long firstSequence) {
            this.aggregate = aggregate;
            this.nextSequence = firstSequence;
        }

        @Override
        List<TrackedEventData<byte[]>> more() throws SQLException {
            List<TrackedEventData<byte[]>> known = ahead.take(aggregate, nextSequence);
            return known == null ? facts.ofAggregate(aggregate, nextSequence) : known;
        }

        @Override
        DomainEventData<?> pass(TrackedEventData<byte[]> row) {
            TrackedDomainEventData<byte[]> fact = (TrackedDomainEventData<byte[]>) row;
            nextSequence = fact.getSequenceNumber() + 1;
            return fact;
        }
    }

    private final class All extends Paged<TrackedEventData<?>> {

        private FactToken token;

        All(FactToken token) {
            this.token = token;
        }

        @Override
        List<TrackedEventData<byte[]>> more() throws SQLException {
            return facts.after(token);
        }

        @Override
        TrackedEventData<?> pass(TrackedEventData<byte[]> row) {
            token = (FactToken) row.trackingToken();
            return row;
        }
    }
}
