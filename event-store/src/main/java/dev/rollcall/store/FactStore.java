package dev.rollcall.store;

import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.axonframework.monitoring.MessageMonitor;
import org.jspecify.annotations.Nullable;

/** The event store of Axon over {@link FactEngine}, with streams that wake their readers. */
final class FactStore extends AbstractEventStore {

    private final Pages pages;
    private final Bell bell;

    FactStore(
            FactEngine engine,
            Pages pages,
            Bell bell,
            MessageMonitor<? super EventMessage<?>> monitor,
            EventBusSpanFactory spans) {
        super(new Parts(engine, monitor, spans));
        this.pages = pages;
        this.bell = bell;
    }

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken trackingToken) {
        return new FactStream(pages, bell, FactToken.orStart(trackingToken));
    }

    private static final class Parts extends AbstractEventStore.Builder {
        Parts(FactEngine engine, MessageMonitor<? super EventMessage<?>> monitor, EventBusSpanFactory spans) {
            storageEngine(engine);
            messageMonitor(monitor);
            spanFactory(spans);
        }
    }
}
