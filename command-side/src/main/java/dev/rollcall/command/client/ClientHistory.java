package dev.rollcall.command.client;

import dev.rollcall.api.client.ClientEvent;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.command.engine.Folded;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** Clients as their stored facts tell them: at this moment, or as of any of the facts. Takes no lock and changes nothing. */
class ClientHistory {

    private static final int MOST_REMEMBERED = 20_000;

    private final Folded<ClientState> states;

    ClientHistory(EventStore store) {
        this.states = Folded.of(store, ClientEvent.class, ClientState::after, MOST_REMEMBERED);
    }

    Folded<ClientState> states() {
        return states;
    }

    /** The client at this moment; empty where there never was one. */
    Optional<ClientState> now(ClientId client) {
        return states.now(client.toString());
    }

    /** The client as its fact of this number left it; empty where there is no such fact. */
    Optional<ClientState> at(ClientId client, long version) {
        return states.at(client.toString(), version);
    }
}
