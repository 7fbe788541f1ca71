package dev.rollcall.command.client;

import dev.rollcall.api.client.ClientEvent;
import dev.rollcall.api.client.ClientId;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/** Clients as their stored facts tell them: at this moment, or as of any of the facts. Takes no lock and changes nothing. */
class ClientHistory {

    private final EventStore store;

    ClientHistory(EventStore store) {
        this.store = store;
    }

    /** The client at this moment; empty where there never was one. */
    Optional<ClientState> now(ClientId client) {
        return Optional.ofNullable(fold(client, Long.MAX_VALUE));
    }

    /** The client as its fact of this number left it; empty where there is no such fact. */
    Optional<ClientState> at(ClientId client, long version) {
        return Optional.ofNullable(fold(client, version)).filter(state -> state.version() == version);
    }

    private @Nullable ClientState fold(ClientId client, long upTo) {
        DomainEventStream facts = store.readEvents(client.toString(), 0);
        ClientState state = null;
        while (facts.hasNext()) {
            DomainEventMessage<?> told = facts.next();
            if (told.getSequenceNumber() > upTo || !(told.getPayload() instanceof ClientEvent fact)) {
                return state;
            }
            state = ClientState.after(state, fact, told);
        }
        return state;
    }
}
