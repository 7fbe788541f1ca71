package dev.rollcall.command.claim;

import dev.rollcall.api.claim.RosterEvent;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.user.UserCommand;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.engine.Aggregates;
import dev.rollcall.command.engine.Foresight;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Rosters as aggregates of their own, one a user. */
@Component
final class SourcedRosters implements Rosters, PastRosters, Foresight {

    private final Guards<Roster> rosters;
    private final EventStore store;

    SourcedRosters(Aggregates aggregates, EventStore store) {
        this.rosters = new Guards<>(aggregates, Roster.class, Roster::new);
        this.store = store;
    }

    /** How many clients a user has is part of every answer about it. */
    @Override
    public void of(Message<?> message, Map<String, Long> first) {
        if (message.getPayload() instanceof UserCommand command) {
            first.put(Roster.of(command.user()), 0L);
        }
    }

    @Override
    public void enroll(UserId user, ClientId client) {
        rosters.with(Roster.of(user)).execute(roster -> roster.enroll(user, client));
    }

    @Override
    public void discharge(UserId user, ClientId client) {
        rosters.with(Roster.of(user)).execute(roster -> roster.discharge(user, client));
    }

    @Override
    public List<ClientId> clients(UserId user) {
        return rosters.with(Roster.of(user)).invoke(Roster::clients);
    }

    @Override
    public int size(UserId user) {
        return clients(user).size();
    }

    @Override
    public void close(UserId user) {
        rosters.with(Roster.of(user)).execute(roster -> roster.close(user));
    }

    @Override
    public int sizeAt(UserId user, Instant then) {
        Roster roster = new Roster(Roster.of(user));
        store.readEvents(Roster.of(user))
                .asStream()
                .filter(fact -> !fact.getTimestamp().isAfter(then))
                .forEach(fact -> roster.evolve((RosterEvent) fact.getPayload()));
        return roster.clients().size();
    }
}
