package dev.rollcall.command.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.api.service.ServiceEvent;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Service accounts folded from their facts. What was folded once is remembered, and every look adds the facts stored since. */
@Component
final class SourcedServiceAccounts implements ServiceAccounts {

    private static final int MOST_REMEMBERED = 1_000;

    private final EventStore store;
    private final Cache<ServiceAccountId, ServiceState> remembered =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    SourcedServiceAccounts(EventStore store) {
        this.store = store;
    }

    @Override
    public Optional<Actor> acting(ServiceAccountId account) {
        return current(account).filter(ServiceState::enabled).map(ServiceState::actor);
    }

    /** A service account at this moment. */
    Optional<ServiceState> current(ServiceAccountId account) {
        ServiceState state = remembered.getIfPresent(account);
        var facts = store.readEvents(account.toString(), state == null ? 0 : state.version() + 1);
        while (facts.hasNext()) {
            DomainEventMessage<?> fact = facts.next();
            if (!(fact.getPayload() instanceof ServiceEvent)) {
                // somebody else's identifier
                return Optional.empty();
            }
            state = after(state, fact);
        }
        if (state != null) {
            remembered.put(account, state);
        }
        return Optional.ofNullable(state);
    }

    @Override
    public Optional<ServiceAccountView> at(ServiceAccountId account, long version) {
        ServiceState state = null;
        var facts = store.readEvents(account.toString(), 0);
        while (facts.hasNext() && facts.peek().getSequenceNumber() <= version) {
            state = after(state, facts.next());
        }
        return Optional.ofNullable(state)
                .filter(found -> found.version() == version)
                .map(ServiceState::view);
    }

    private static ServiceState after(@Nullable ServiceState before, DomainEventMessage<?> fact) {
        return ServiceState.after(
                before,
                (ServiceEvent) fact.getPayload(),
                fact.getSequenceNumber(),
                fact.getTimestamp(),
                Objects.toString(fact.getMetaData().get(Provenance.ACTOR_NAME), ""));
    }
}
