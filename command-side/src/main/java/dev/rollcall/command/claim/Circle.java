package dev.rollcall.command.claim;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.claim.AdministratorJoined;
import dev.rollcall.api.claim.AdministratorLeft;
import dev.rollcall.api.claim.CircleEvent;
import dev.rollcall.api.user.UserId;
import java.util.HashSet;
import java.util.Set;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;

/** The circle of active administrators, of which one must remain. */
final class Circle {

    static final String ID = "administrators";

    @AggregateIdentifier
    private String id = "";

    private final Set<UserId> members = new HashSet<>();
    private boolean everHadOne;

    private Circle() {}

    Circle(String id) {
        this.id = id;
    }

    boolean everHadOne() {
        return everHadOne;
    }

    void join(UserId user) {
        if (!members.contains(user)) {
            apply(new AdministratorJoined(user));
        }
    }

    void leave(UserId user) {
        Rejected.when(members.equals(Set.of(user)), Rejection.LAST_ADMINISTRATOR);
        suspend(user);
    }

    void suspend(UserId user) {
        if (members.contains(user)) {
            apply(new AdministratorLeft(user));
        }
    }

    @EventSourcingHandler
    void evolve(CircleEvent fact) {
        id = ID;
        everHadOne = true;
        if (fact instanceof AdministratorJoined) {
            members.add(fact.user());
        } else {
            members.remove(fact.user());
        }
    }
}
