package dev.rollcall.command.gate;

import dev.rollcall.api.Position;
import dev.rollcall.api.Positioned;
import java.util.Optional;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where facts were stored. */
final class Positions {

    /** Where a store that knows puts the {@link Position} of what it just stored. */
    static final String STORED = "dev.rollcall.position";

    private static final Logger LOG = LoggerFactory.getLogger(Positions.class);

    private final EventStore store;

    Positions(EventStore store) {
        this.store = store;
    }

    /** Where the facts of a unit of work are, or one after them. */
    Optional<Position> of(UnitOfWork<?> work) {
        Position stored = work.root().getResource(STORED);
        return stored == null ? head() : Optional.of(stored);
    }

    /** Where the last fact is at this moment; empty where the store cannot tell, as nothing waits for that. */
    Optional<Position> head() {
        try {
            return Optional.ofNullable(store.createHeadToken()).flatMap(Positions::of);
        } catch (RuntimeException failure) {
            LOG.warn("The store does not say how far it is", failure);
            return Optional.empty();
        }
    }

    private static Optional<Position> of(TrackingToken token) {
        if (token instanceof Positioned positioned) {
            return Optional.of(positioned.place());
        }
        return token.position().stream().mapToObj(Position::of).findFirst();
    }
}
