package dev.rollcall.command.client;

import dev.rollcall.api.Provenance;
import dev.rollcall.api.client.ClientId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;

/** Facts of clients in a store, and units of work upon it. */
class StoredStory {

    final EventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    final ClientHistory history = new ClientHistory(store);

    /** Appends a fact of a client, one minute after the one before it. */
    StoredStory append(ClientId client, Object fact) {
        long version = store.lastSequenceNumberFor(client.toString()).orElse(-1L) + 1;
        Clock before = GenericEventMessage.clock;
        GenericEventMessage.clock = Clock.fixed(at(version), ZoneOffset.UTC);
        try {
            store.publish(new GenericDomainEventMessage<>(
                    ProvisionedClient.class.getSimpleName(),
                    client.toString(),
                    version,
                    fact,
                    Map.of(Provenance.ACTOR_NAME, "actor " + version)));
        } finally {
            GenericEventMessage.clock = before;
        }
        return this;
    }

    static Instant at(long version) {
        return ClientStory.BEGIN.plusSeconds(60 * version);
    }

    /** Runs one decision in a unit of work of its own; all of it is stored, or nothing. */
    static <T> T decide(Supplier<T> decision) {
        DefaultUnitOfWork<CommandMessage<?>> work =
                DefaultUnitOfWork.startAndGet(GenericCommandMessage.asCommandMessage("a decision about the user"));
        work.registerCorrelationDataProvider(message -> Map.of(Provenance.REASON, "all of it"));
        var result = work.executeWithResult(decision::get, RollbackConfigurationType.ANY_THROWABLE);
        if (result.isExceptional()) {
            throw (RuntimeException) result.exceptionResult();
        }
        return result.getPayload();
    }
}
