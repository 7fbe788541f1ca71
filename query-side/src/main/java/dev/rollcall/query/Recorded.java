package dev.rollcall.query;

import dev.rollcall.api.Position;
import dev.rollcall.api.Positioned;
import dev.rollcall.api.Provenance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded beside a fact of a user or client: when, by whom and as which of its subject's.
 *
 * @param version the number of the fact among those of its subject, from 0
 * @param at to the microsecond, which is what PostgreSQL keeps
 */
public record Recorded(UUID event, long version, Instant at, Provenance by) {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** Refuses (IllegalArgumentException) a message that no aggregate recorded, or that does not say who acted. */
    public static Recorded with(EventMessage<?> message) {
        if (!(message instanceof DomainEventMessage<?> recorded)) {
            throw new IllegalArgumentException(message.getPayloadType().getSimpleName() + " has no sequence number");
        }
        return new Recorded(
                UUID.fromString(recorded.getIdentifier()),
                recorded.getSequenceNumber(),
                micros(recorded.getTimestamp()),
                Provenance.from(recorded.getMetaData()));
    }

    /** The name of who did it. */
    public String actor() {
        return by.actor().name();
    }

    /** An instant to the precision of what is kept. */
    public static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** An instant as far in the past or future as PostgreSQL can compare: nothing was recorded beyond. */
    public static Instant within(Instant instant) {
        return instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
    }

    /** Where a message is in the order of all facts. Refuses (IllegalArgumentException) one that was not read from a store. */
    public static Position position(EventMessage<?> message) {
        if (!(message instanceof TrackedEventMessage<?> tracked)) {
            throw new IllegalArgumentException(message.getPayloadType().getSimpleName() + " has no position");
        }
        return position(tracked.trackingToken());
    }

    /** The place that a token stands for. Refuses (IllegalArgumentException) none, and tokens of other stores. */
    public static Position position(@Nullable TrackingToken token) {
        TrackingToken plain = WrappedToken.unwrapLowerBound(token);
        if (plain instanceof Positioned positioned) {
            return positioned.place();
        }
        if (plain instanceof GlobalSequenceTrackingToken sequence) {
            return Position.of(sequence.getGlobalIndex());
        }
        throw new IllegalArgumentException("no position in token " + token);
    }
}
