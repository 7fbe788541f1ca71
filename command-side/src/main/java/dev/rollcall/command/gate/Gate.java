package dev.rollcall.command.gate;

import dev.rollcall.api.FactsAhead;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.RecentUses;
import dev.rollcall.api.access.Uses;
import dev.rollcall.command.claim.Requests;
import dev.rollcall.command.engine.CommandSettings;
import dev.rollcall.command.engine.Foresight;
import dev.rollcall.command.engine.Tables;
import dev.rollcall.command.service.ServiceAccounts;
import dev.rollcall.command.user.Actors;
import dev.rollcall.command.user.Clients;
import dev.rollcall.command.user.PastUsers;
import java.time.Clock;
import java.util.List;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.queryhandling.QueryMessage;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The way in and out of this room, the same for every command. Named, as another room has a gate as well. */
@Component("commandGate")
public final class Gate {

    private final List<MessageHandlerInterceptor<CommandMessage<?>>> stations;
    private final Admission admission;

    Gate(
            Actors actors,
            Requests requests,
            PastUsers users,
            Clients clients,
            ServiceAccounts services,
            EventStore store,
            StoredRefusedAttempts refusedAttempts,
            Assertions assertions,
            Tables tables,
            List<Foresight> foresights,
            ObjectProvider<FactsAhead> facts,
            @Value("${axon.axonserver.enabled:false}") boolean routed,
            Clock clock,
            CommandSettings settings) {
        Uses uses = routed ? new StoredUses(tables, clock) : new RecentUses(clock);
        Proof proof = new Proof(assertions, uses, refusedAttempts);
        Callers callers = new Callers(actors, services);
        Outlook outlook = new Outlook(foresights, facts.getIfAvailable(() -> FactsAhead.NOT));
        this.admission = new Admission(proof, outlook, callers, refusedAttempts);
        this.stations = List.of(
                new Authorization(proof, outlook, callers, refusedAttempts, settings.reasonRequired()),
                new Repetition(
                        requests, new FirstAnswers(users, clients, services), new Positions(store), store, clock),
                new Absence());
    }

    /** In the order in which a command passes them. */
    public List<MessageHandlerInterceptor<CommandMessage<?>>> stations() {
        return stations;
    }

    /** What a question to this room passes. */
    public MessageHandlerInterceptor<QueryMessage<?, ?>> admission() {
        return admission;
    }
}
