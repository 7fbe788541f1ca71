package dev.rollcall.command.gate;

import dev.rollcall.command.claim.Requests;
import dev.rollcall.command.engine.CommandSettings;
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
            Clock clock,
            CommandSettings settings) {
        Callers callers = new Callers(actors, services);
        this.admission = new Admission(callers, refusedAttempts);
        this.stations = List.of(
                new Authorization(callers, refusedAttempts, settings.reasonRequired()),
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
