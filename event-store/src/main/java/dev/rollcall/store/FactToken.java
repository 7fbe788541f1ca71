package dev.rollcall.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.Position;
import dev.rollcall.api.Positioned;
import java.util.Comparator;
import java.util.OptionalLong;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order of all facts kept in PostgreSQL. Token stores keep the name of this class: it is never renamed.
 *
 * @param era how often the transaction ids had started anew, from 1
 * @param xid the transaction that appended the fact
 * @param number tells the facts of one transaction apart, in their order
 */
@JsonAutoDetect(
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE,
        fieldVisibility = JsonAutoDetect.Visibility.NONE)
public record FactToken(
        @JsonProperty("era") int era,
        @JsonProperty("xid") long xid,
        @JsonProperty("number") long number) implements TrackingToken, Positioned, Comparable<FactToken> {

    /** Before every fact there is. */
    static final FactToken START = new FactToken(0, 0, 0);

    private static final Comparator<FactToken> ORDER = Comparator.comparingInt(FactToken::era)
            .thenComparingLong(FactToken::xid)
            .thenComparingLong(FactToken::number);

    /** Refuses (IllegalArgumentException) negative parts. */
    @JsonCreator
    public FactToken {
        if (era < 0 || xid < 0 || number < 0) {
            throw new IllegalArgumentException("no part of a token is negative");
        }
    }

    /** Where a reader that has this token goes on. Refuses (IllegalArgumentException) tokens of other stores. */
    static FactToken orStart(@Nullable TrackingToken token) {
        return token == null ? START : own(token);
    }

    private static FactToken own(TrackingToken token) {
        if (token instanceof FactToken own) {
            return own;
        }
        throw new IllegalArgumentException("a token of another store: " + token);
    }

    @Override
    public FactToken lowerBound(TrackingToken other) {
        return compareTo(own(other)) <= 0 ? this : own(other);
    }

    @Override
    public FactToken upperBound(TrackingToken other) {
        return compareTo(own(other)) >= 0 ? this : own(other);
    }

    @Override
    public boolean covers(@Nullable TrackingToken other) {
        return other == null || compareTo(own(other)) >= 0;
    }

    @Override
    public Position place() {
        return Position.of((long) era, xid, number);
    }

    /** About how many facts there are up to here: numbers are given in the order of asking, and some are never used. */
    @Override
    public OptionalLong position() {
        return OptionalLong.of(number);
    }

    @Override
    public int compareTo(FactToken other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return era + "." + xid + "." + number;
    }
}
