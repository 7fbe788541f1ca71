package dev.rollcall.command.engine;

import java.util.Objects;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.AbstractSnapshotTrigger;
import org.axonframework.eventsourcing.SnapshotTrigger;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;

/**
 * Leaves a snapshot whenever another so many facts of an aggregate are full. Axon's own counts the facts that were read to load
 * it, which are few where it is remembered.
 *
 * @param facts 2 or more
 */
record EveryNthFact(Snapshotter snapshotter, int facts) implements SnapshotTriggerDefinition {

    @Override
    public SnapshotTrigger prepareTrigger(Class<?> aggregate) {
        return new Full(snapshotter, aggregate, facts);
    }

    @Override
    public SnapshotTrigger reconfigure(Class<?> aggregate, SnapshotTrigger trigger) {
        return prepareTrigger(aggregate);
    }

    private static final class Full extends AbstractSnapshotTrigger {

        private static final long serialVersionUID = 1L;

        private final Class<?> aggregate;
        private final int facts;
        /** How many facts the last snapshot holds, or what was remembered. */
        private long held;

        private long seen;

        Full(Snapshotter snapshotter, Class<?> aggregate, int facts) {
            super(snapshotter, aggregate);
            this.aggregate = aggregate;
            this.facts = facts;
        }

        @Override
        public void eventHandled(EventMessage<?> message) {
            if (message instanceof DomainEventMessage<?> fact) {
                seen = fact.getSequenceNumber() + 1;
                if (aggregate.isAssignableFrom(Objects.requireNonNull(fact.getPayloadType()))) {
                    held = seen;
                }
                super.eventHandled(message);
            }
        }

        @Override
        protected boolean exceedsThreshold() {
            return seen / facts > held / facts;
        }

        @Override
        protected void reset() {
            held = seen;
        }
    }
}
