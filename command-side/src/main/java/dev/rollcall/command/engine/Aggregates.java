package dev.rollcall.command.engine;

import dev.rollcall.command.engine.RememberingRepository.Remembered;
import java.time.Duration;
import java.util.function.Function;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.common.lock.NullLockFactory;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.GenericAggregateFactory;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.HandlerDefinition;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.modelling.command.Repository;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;

/** Where aggregates come from: their facts. */
public final class Aggregates {

    private static final int ATTEMPT_MILLIS = 100;
    /** Axon counts two attempts that do not wait: the first, and the one that gives up. */
    private static final int NOT_WAITING = 2;

    private static final int MOST_WAITING = 64;

    private final EventStore store;
    private final ParameterResolverFactory parameters;
    private final HandlerDefinition handlers;
    private final Duration longestWait;

    /** @param longestWait how long a command waits for another one on the same aggregate; at least 100 ms */
    public Aggregates(
            EventStore store, ParameterResolverFactory parameters, HandlerDefinition handlers, Duration longestWait) {
        this.store = store;
        this.parameters = parameters;
        this.handlers = handlers;
        this.longestWait = longestWait;
    }

    /**
     * One command at a time on each aggregate of this type, in this process. Waiting is bounded, and so is the queue: a
     * stalled command must not take every thread with it.
     */
    public <T> Repository<T> oneAtATime(Class<T> type) {
        return built(EventSourcingRepository.builder(type), oneAtATime()).build();
    }

    /**
     * Likewise, and an aggregate is taken up where it was left.
     *
     * @param begun makes an aggregate of what it was left as
     * @param left what an aggregate comes to
     */
    public <T, S> Repository<T> oneAtATime(Class<T> type, Folded<S> states, Function<S, T> begun, Function<T, S> left) {
        return remembering(EventSourcingRepository.builder(type), new Remembered<>(states, begun, left));
    }

    private LockFactory oneAtATime() {
        return PessimisticLockFactory.builder()
                .lockAttemptTimeout(ATTEMPT_MILLIS)
                .acquireAttempts(NOT_WAITING + (int) Math.max(1, longestWait.toMillis() / ATTEMPT_MILLIS))
                .queueLengthThreshold(MOST_WAITING)
                .build();
    }

    /**
     * Likewise, and whenever another so many facts of an aggregate are full it leaves a snapshot: where it is not remembered, it
     * is read from there. What the snapshot holds is the aggregate's fields; losing it loses nothing.
     *
     * @param facts 2 or more
     */
    public <T, S> Repository<T> oneAtATimeFromSnapshots(
            Class<T> type, int facts, Folded<S> states, Function<S, T> begun, Function<T, S> left) {
        AggregateSnapshotter snapshotter = AggregateSnapshotter.builder()
                .eventStore(store)
                .aggregateFactories(new GenericAggregateFactory<>(
                        AnnotatedAggregateMetaModelFactory.inspectAggregate(type, parameters, handlers)))
                .parameterResolverFactory(parameters)
                .handlerDefinition(handlers)
                .build();
        return remembering(
                EventSourcingRepository.builder(type).snapshotTriggerDefinition(new EveryNthFact(snapshotter, facts)),
                new Remembered<>(states, begun, left));
    }

    /**
     * No locks: of two commands at the same moment the store lets one through. For guards, which are reached from
     * decisions that hold other locks already.
     */
    public <T> Repository<T> firstWins(Class<T> type) {
        return built(EventSourcingRepository.builder(type), NullLockFactory.INSTANCE)
                .build();
    }

    private <T, S> Repository<T> remembering(
            EventSourcingRepository.Builder<T> repository, Remembered<T, S> remembered) {
        return new RememberingRepository<>(built(repository, oneAtATime()), store, remembered);
    }

    private <T> EventSourcingRepository.Builder<T> built(
            EventSourcingRepository.Builder<T> repository, LockFactory locks) {
        return repository
                .eventStore(store)
                .parameterResolverFactory(parameters)
                .handlerDefinition(handlers)
                .lockFactory(locks);
    }
}
