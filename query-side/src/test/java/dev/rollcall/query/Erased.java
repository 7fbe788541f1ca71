package dev.rollcall.query;

import static dev.rollcall.query.Cast.user;

import dev.rollcall.api.Fact;
import dev.rollcall.api.Personal;
import dev.rollcall.api.Provenance;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;

/** Facts as they are read when the keys of some users are gone. */
final class Erased {

    private final Set<String> users;

    Erased(Collection<Integer> numbers) {
        users = numbers.stream().map(number -> user(number).toString()).collect(Collectors.toSet());
    }

    Story of(Story story) {
        Story erased = story.untold();
        story.told().forEach(message -> erased.told().add(of(message)));
        return erased;
    }

    private TrackedEventMessage<?> of(TrackedEventMessage<?> message) {
        var fact = (GenericTrackedDomainEventMessage<?>) message;
        MetaData metaData = message.getMetaData();
        if (users.contains(String.valueOf(metaData.get(Provenance.ACTOR_ID)))) {
            metaData = metaData.and(Provenance.ACTOR_NAME, Personal.ERASED);
        }
        return new GenericTrackedDomainEventMessage<>(
                fact.trackingToken(),
                fact.getType(),
                fact.getAggregateIdentifier(),
                fact.getSequenceNumber(),
                new GenericMessage<>(fact.getIdentifier(), of((Fact) fact.getPayload()), metaData),
                fact::getTimestamp);
    }

    Fact of(Fact fact) {
        try {
            RecordComponent[] components = fact.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                Personal personal = components[i].getAnnotation(Personal.class);
                values[i] = personal != null && users.contains(owner(fact, personal.of()))
                        ? Personal.ERASED
                        : components[i].getAccessor().invoke(fact);
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (Fact) fact.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String owner(Fact fact, String component) throws ReflectiveOperationException {
        return String.valueOf(fact.getClass().getMethod(component).invoke(fact));
    }
}
