package dev.rollcall.command.engine;

import java.time.Instant;
import java.util.function.Function;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * Takes up an aggregate where it was left, and reads only the facts stored since, by whichever process. Axon's own caching
 * repository does not look, which is right only as long as nobody else writes.
 */
final class RememberingRepository<T, S> extends EventSourcingRepository<T> {

    private final EventStore store;
    private final Remembered<T, S> remembered;

    RememberingRepository(EventSourcingRepository.Builder<T> builder, EventStore store, Remembered<T, S> remembered) {
        super(builder);
        this.store = store;
        this.remembered = remembered;
    }

    /**
     * How an aggregate is remembered.
     *
     * @param begun makes an aggregate of what it was left as
     * @param left what an aggregate comes to
     */
    record Remembered<T, S>(Folded<S> states, Function<S, T> begun, Function<T, S> left) {}

    @Override
    protected DomainEventStream readEvents(String aggregate) {
        Folded.Known<S> known = remembered.states().remembered(aggregate);
        if (known == null) {
            return super.readEvents(aggregate);
        }
        // what Axon does with a snapshot
        return DomainEventStream.concat(
                DomainEventStream.of(new GenericDomainEventMessage<>(
                        aggregateModel().type(),
                        aggregate,
                        known.version(),
                        remembered.begun().apply(known.state()),
                        MetaData.emptyInstance(),
                        "remembered",
                        Instant.EPOCH)),
                store.readEvents(aggregate, known.version() + 1));
    }

    @Override
    protected void doSaveWithLock(EventSourcedAggregate<T> aggregate) {
        CurrentUnitOfWork.get().afterCommit(stored -> remembered
                .states()
                .remember(aggregate.identifierAsString(), aggregate.version(), aggregate.invoke(remembered.left())));
    }
}
