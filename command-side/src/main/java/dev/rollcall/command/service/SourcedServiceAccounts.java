package dev.rollcall.command.service;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.api.service.ServiceCommand;
import dev.rollcall.api.service.ServiceEvent;
import dev.rollcall.command.engine.Folded;
import dev.rollcall.command.engine.Foresight;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Service accounts folded from their facts. */
@Component
final class SourcedServiceAccounts implements ServiceAccounts, Foresight {

    private static final int MOST_REMEMBERED = 1_000;

    private final Folded<ServiceState> states;

    SourcedServiceAccounts(EventStore store) {
        this.states = Folded.of(store, ServiceEvent.class, SourcedServiceAccounts::after, MOST_REMEMBERED);
    }

    Folded<ServiceState> states() {
        return states;
    }

    /** Who acts, and what is to be changed. */
    @Override
    public void of(Message<?> message, Map<String, Long> first) {
        if (Actor.Kind.SERVICE.name().equals(message.getMetaData().get(Provenance.ACTOR_KIND))) {
            expect(Objects.toString(message.getMetaData().get(Provenance.ACTOR_ID), ""), first);
        }
        if (message.getPayload() instanceof ServiceCommand command) {
            expect(command.account().toString(), first);
        }
    }

    private void expect(String account, Map<String, Long> first) {
        first.put(account, states.next(account));
    }

    @Override
    public Optional<Actor> acting(ServiceAccountId account) {
        return current(account).filter(ServiceState::enabled).map(ServiceState::actor);
    }

    /** A service account at this moment. */
    Optional<ServiceState> current(ServiceAccountId account) {
        return states.now(account.toString());
    }

    @Override
    public Optional<ServiceAccountView> at(ServiceAccountId account, long version) {
        return states.at(account.toString(), version).map(ServiceState::view);
    }

    private static ServiceState after(@Nullable ServiceState before, ServiceEvent fact, DomainEventMessage<?> told) {
        return ServiceState.after(
                before,
                fact,
                told.getSequenceNumber(),
                told.getTimestamp(),
                Objects.toString(told.getMetaData().get(Provenance.ACTOR_NAME), ""));
    }
}
