package dev.rollcall.query.projection;

import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.claim.CircleEvent;
import dev.rollcall.api.claim.RosterEvent;
import dev.rollcall.api.client.ClientEvent;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.UserEvent;
import java.util.Objects;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.async.SequencingPolicy;

/**
 * Whose fact a fact is. Where a projection cannot apply one, the later ones of the same user or client wait behind it, and
 * nobody else's. Axon also spreads facts over segments by this, but each projection has one segment: facts of users and
 * clients are applied in the order in which they were stored.
 */
final class Subjects implements SequencingPolicy<EventMessage<?>> {

    @Override
    public Object getSequenceIdentifierFor(EventMessage<?> message) {
        Object fact = message.getPayload();
        if (fact instanceof UserEvent event) {
            return event.user().toString();
        }
        if (fact instanceof ClientEvent event) {
            return event.client().toString();
        }
        if (fact instanceof RosterEvent event) {
            return event.user().toString();
        }
        if (fact instanceof CircleEvent event) {
            return event.user().toString();
        }
        return message instanceof DomainEventMessage<?> recorded
                ? recorded.getAggregateIdentifier()
                : message.getIdentifier();
    }

    /** Whom a question or a command of this room is about; empty where it is about nobody in particular. */
    static String asked(Object message) {
        if (message instanceof FindUser find) {
            return find.user().toString();
        } else if (message instanceof FindClient find) {
            return find.client().toString();
        } else if (message instanceof FindClients find) {
            return find.user() == null ? "" : find.user().toString();
        }
        return message instanceof FindFacts find ? Objects.requireNonNullElse(find.subject(), "") : "";
    }
}
