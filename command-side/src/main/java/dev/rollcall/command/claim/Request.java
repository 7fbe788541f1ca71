package dev.rollcall.command.claim;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.rollcall.api.claim.RequestAccepted;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Everything that was accepted under one idempotency key. */
final class Request {

    @AggregateIdentifier
    private String id = "";

    private Requests.@Nullable Earlier earlier;

    private Request() {}

    Request(String id) {
        this.id = id;
    }

    static String of(String key) {
        return "request-" + key;
    }

    Optional<Requests.Earlier> earlier() {
        return Optional.ofNullable(earlier);
    }

    void accept(RequestAccepted fact) {
        apply(fact);
    }

    @EventSourcingHandler
    void evolve(RequestAccepted fact, @Timestamp Instant at) {
        id = of(fact.request());
        earlier = new Requests.Earlier(fact, at);
    }
}
