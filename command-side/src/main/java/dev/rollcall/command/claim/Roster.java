package dev.rollcall.command.claim;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.claim.ClientDischarged;
import dev.rollcall.api.claim.ClientEnrolled;
import dev.rollcall.api.claim.RosterClosed;
import dev.rollcall.api.claim.RosterEvent;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.user.UserId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;

/** Which clients belong to one user, until the user is gone. */
final class Roster {

    @AggregateIdentifier
    private String id = "";

    private final Set<ClientId> clients = new LinkedHashSet<>();
    private boolean closed;

    private Roster() {}

    Roster(String id) {
        this.id = id;
    }

    static String of(UserId user) {
        return "roster-" + user;
    }

    List<ClientId> clients() {
        return List.copyOf(clients);
    }

    void enroll(UserId user, ClientId client) {
        Rejected.when(closed, Rejection.USER_NOT_FOUND);
        if (!clients.contains(client)) {
            apply(new ClientEnrolled(user, client));
        }
    }

    void discharge(UserId user, ClientId client) {
        if (clients.contains(client)) {
            apply(new ClientDischarged(user, client));
        }
    }

    void close(UserId user) {
        if (!clients.isEmpty()) {
            throw new IllegalStateException("a roster is closed only when all its clients are discharged");
        }
        if (!closed) {
            apply(new RosterClosed(user));
        }
    }

    @EventSourcingHandler
    void evolve(RosterEvent fact) {
        id = of(fact.user());
        if (fact instanceof ClientEnrolled enrolled) {
            clients.add(enrolled.client());
        } else if (fact instanceof ClientDischarged discharged) {
            clients.remove(discharged.client());
        } else {
            closed = true;
        }
    }
}
