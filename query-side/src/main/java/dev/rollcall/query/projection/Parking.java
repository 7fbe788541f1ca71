package dev.rollcall.query.projection;

import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.EnqueuePolicy;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a fact that a projection could not apply: it is parked, never dropped. Where the failure is an
 * outage, the whole batch fails and is repeated later instead, as everything else would fail next.
 */
final class Parking implements EnqueuePolicy<EventMessage<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);

    private final String projection;

    Parking(String projection) {
        this.projection = projection;
    }

    @Override
    public EnqueueDecision<EventMessage<?>> decide(DeadLetter<? extends EventMessage<?>> letter, Throwable failure) {
        if (Outage.is(failure) || failure instanceof Feed.Carefully) {
            throw new Repeat(failure);
        }
        LOG.warn(
                "Projection {} parks fact {} ({}): {}",
                projection,
                letter.message().getIdentifier(),
                letter.message().getPayloadType().getSimpleName(),
                Reason.of(failure));
        return Decisions.enqueue(cause(failure));
    }

    /** Why a fact could not be applied, as it is kept with the fact. */
    static ThrowableCause cause(Throwable failure) {
        return new ThrowableCause(failure.getClass().getName(), Reason.of(failure));
    }

    /** The batch is to be rolled back and repeated. */
    static final class Repeat extends RuntimeException {
        private Repeat(Throwable failure) {
            super("to be repeated: " + Reason.of(failure), failure);
        }
    }
}
