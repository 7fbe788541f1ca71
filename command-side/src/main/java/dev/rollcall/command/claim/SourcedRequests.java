package dev.rollcall.command.claim;

import dev.rollcall.api.Provenance;
import dev.rollcall.api.claim.RequestAccepted;
import dev.rollcall.command.engine.Aggregates;
import dev.rollcall.command.engine.Foresight;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Requests as aggregates of their own, one a key: the store itself refuses the second of two at the same moment. */
@Component
final class SourcedRequests implements Requests, Foresight {

    private final Guards<Request> requests;

    private final EventStore store;

    SourcedRequests(Aggregates aggregates, EventStore store) {
        this.store = store;
        this.requests = new Guards<>(aggregates, Request.class, Request::new);
    }

    @Override
    public void of(Message<?> message, Map<String, Long> first) {
        Object key = message.getMetaData().get(Provenance.REQUEST);
        if (key != null) {
            first.put(Request.of(key.toString()), 0L);
        }
    }

    @Override
    public Optional<Earlier> earlier(String key) {
        return requests.with(Request.of(key)).invoke(Request::earlier);
    }

    @Override
    public boolean isAccepted(String key) {
        return store.lastSequenceNumberFor(Request.of(key)).isPresent();
    }

    @Override
    public void accept(RequestAccepted fact) {
        requests.with(Request.of(fact.request())).execute(request -> request.accept(fact));
    }
}
