package dev.rollcall.query;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;

/** Whom facts are about. */
public final class Touched {

    private Touched() {}

    /** The users or clients that facts of these kinds among them are about. No fact is read for it. */
    public static Set<UUID> by(List<? extends EventMessage<?>> facts, Class<?>... kinds) {
        return facts.stream()
                .filter(fact -> Stream.of(kinds).anyMatch(kind -> kind.isAssignableFrom(fact.getPayloadType())))
                .map(fact -> UUID.fromString(((DomainEventMessage<?>) fact).getAggregateIdentifier()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
