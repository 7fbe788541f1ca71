package dev.rollcall.query;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Fact;
import dev.rollcall.api.Position;
import dev.rollcall.api.Positioned;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.claim.ValueClaimed;
import dev.rollcall.api.client.ClientEvent;
import dev.rollcall.api.service.ServiceEvent;
import dev.rollcall.api.user.UserEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Facts in the order in which they happened, a second apart, told to projections as a processor tells them. Each fact is
 * the next one of its user or client.
 */
public final class Story {

    /** A token of a store with positions in three parts. */
    public record Place(Position place) implements TrackingToken, Positioned {
        @Override
        public TrackingToken lowerBound(TrackingToken other) {
            return covers(other) ? other : this;
        }

        @Override
        public TrackingToken upperBound(TrackingToken other) {
            return covers(other) ? this : other;
        }

        @Override
        public boolean covers(TrackingToken other) {
            return place.compareTo(((Place) other).place) >= 0;
        }
    }

    public static final Actor ANNA = new Actor(
            Actor.Kind.USER, "0190a000-0000-7000-8000-000000000001", "anna", List.of("QUALITY_MANAGER", "ADMIN"));

    private final @Nullable JdbcTemplate jdbc;
    private final List<Projection> listeners;
    private final List<TrackedEventMessage<?>> told = new ArrayList<>();
    private final Map<Object, Long> versions = new HashMap<>();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private Provenance provenance = new Provenance(ANNA, Via.CONSOLE, "c-1");
    private long number;

    /** Nobody is told. */
    public Story() {
        this.jdbc = null;
        this.listeners = List.of();
    }

    /** @param jdbc where the listeners keep what they are told */
    public Story(JdbcTemplate jdbc, Projection... listeners) {
        this.jdbc = jdbc;
        this.listeners = List.of(listeners);
    }

    /** Another one in the same place, in which nothing happened as yet, and that nobody listens to. */
    Story untold() {
        return jdbc == null ? new Story() : new Story(jdbc);
    }

    public Story by(Provenance somebody) {
        provenance = somebody;
        return this;
    }

    /** The next fact happens at that instant. */
    public Story at(Instant instant) {
        now = instant;
        return this;
    }

    /** Facts happen, and are told. */
    public Story tell(Fact... facts) {
        for (Fact fact : facts) {
            TrackedEventMessage<?> message = message(fact);
            told.add(message);
            listeners.forEach(listener -> deliver(message, listener));
        }
        return this;
    }

    /** Facts happen, and nobody is told. */
    public Story conceal(Fact... facts) {
        for (Fact fact : facts) {
            message(fact);
        }
        return this;
    }

    /** Everything that was told is told again. */
    public Story again() {
        return again(told.size());
    }

    /** The beginning of what was told is told again, so many facts of it. */
    public Story again(int facts) {
        told.subList(0, facts).forEach(message -> listeners.forEach(listener -> deliver(message, listener)));
        return this;
    }

    /** Everything that was told is told to somebody else, so many facts in one transaction. */
    public Story to(Projection projection, int batch) {
        for (int i = 0; i < told.size(); i += batch) {
            deliver(told.subList(i, Math.min(told.size(), i + batch)), projection);
        }
        return this;
    }

    /** Everything that was told is told to somebody else. */
    public Story to(Projection projection) {
        return to(projection, 1);
    }

    /** When the last fact happened. */
    public Instant last() {
        return told.get(told.size() - 1).getTimestamp();
    }

    public List<TrackedEventMessage<?>> told() {
        return told;
    }

    private TrackedEventMessage<?> message(Fact fact) {
        String subject = subject(fact);
        long version = versions.merge(subject, 0L, (before, zero) -> before + 1);
        number++;
        Instant happened = now;
        TrackedEventMessage<?> message = new GenericTrackedDomainEventMessage<>(
                new Place(Position.of(1L, 700 + number / 3, number)),
                fact instanceof UserEvent
                        ? "User"
                        : fact instanceof ServiceEvent ? "ServiceAccount" : "ProvisionedClient",
                subject,
                version,
                new GenericMessage<>(
                        new UUID(0x0190_b000_0000_7000L, number).toString(),
                        fact,
                        MetaData.from(provenance.toMetaData())),
                () -> happened);
        now = happened.plus(Duration.ofSeconds(1));
        return message;
    }

    private static String subject(Fact fact) {
        if (fact instanceof UserEvent event) {
            return event.user().toString();
        }
        if (fact instanceof ClientEvent event) {
            return event.client().toString();
        }
        if (fact instanceof ServiceEvent event) {
            return event.account().toString();
        }
        return fact instanceof ValueClaimed ? "claim-1" : "another";
    }

    private void deliver(TrackedEventMessage<?> message, Projection listener) {
        deliver(List.of(message), listener);
    }

    private void deliver(List<TrackedEventMessage<?>> batch, Projection listener) {
        AnnotationEventHandlerAdapter handlers = new AnnotationEventHandlerAdapter(listener);
        Together statements = new Together(Objects.requireNonNull(jdbc));
        listener.begin(batch, statements);
        statements.run();
        for (TrackedEventMessage<?> message : batch) {
            try {
                handlers.handle(message);
            } catch (RuntimeException failure) {
                throw failure;
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
        listener.flush(statements);
        statements.run();
    }
}
