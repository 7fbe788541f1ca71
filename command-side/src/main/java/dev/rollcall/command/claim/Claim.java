package dev.rollcall.command.claim;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.claim.ClaimEvent;
import dev.rollcall.api.claim.ValueClaimed;
import dev.rollcall.api.claim.ValueReleased;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** A claim on one unique value, which has one owner at a time. */
final class Claim {

    @AggregateIdentifier
    private String id = "";

    private @Nullable String owner;

    private Claim() {}

    Claim(String id) {
        this.id = id;
    }

    @Nullable
    String owner() {
        return owner;
    }

    void take(String taker, Rejection whenTaken) {
        if (!taker.equals(owner)) {
            Rejected.when(owner != null, whenTaken);
            apply(new ValueClaimed(id, taker));
        }
    }

    void release() {
        if (owner != null) {
            apply(new ValueReleased(id));
        }
    }

    @EventSourcingHandler
    void evolve(ClaimEvent fact) {
        id = fact.claim();
        owner = fact instanceof ValueClaimed claimed ? claimed.owner() : null;
    }
}
