package dev.rollcall.command.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/**
 * States of one kind of aggregate, folded from their facts. What was folded once is remembered, and every look adds the facts
 * stored since, so it is right however many processes there are.
 *
 * @param <S> a state, which never changes: another fact makes another one
 */
public final class Folded<S> {

    /**
     * What a fact leaves behind.
     *
     * @param <E> the facts of this kind of aggregate
     */
    @FunctionalInterface
    public interface Fold<E, S> {
        S after(@Nullable S before, E fact, DomainEventMessage<?> told);
    }

    /** As some fact left it; that fact's sequence number. */
    record Known<S>(long version, S state) {}

    /** A name that another process erased is not kept for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final EventStore store;
    private final Cache<String, Known<S>> remembered;
    private final Fold<Object, S> fold;
    private final Class<?> kind;

    private <E> Folded(EventStore store, Class<E> kind, Fold<E, S> fold, int most) {
        this.store = store;
        this.kind = kind;
        this.fold = (before, fact, told) -> fold.after(before, kind.cast(fact), told);
        this.remembered = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(LONGEST)
                .build();
    }

    /** @param most how many states are remembered */
    public static <E, S> Folded<S> of(EventStore store, Class<E> kind, Fold<E, S> fold, int most) {
        return new Folded<>(store, kind, fold, most);
    }

    /**
     * At this moment; empty where there are no facts of this kind under the identifier. Not to be asked once the decision under
     * way has facts about it: they are not stored yet, and would be remembered.
     */
    public Optional<S> now(String id) {
        Known<S> known = look(id);
        if (known != null && known.version() >= next(id)) {
            remember(id, known.version(), known.state());
        }
        return Optional.ofNullable(known).map(Known::state);
    }

    /** Likewise, facts of the decision under way included; nothing is remembered. */
    public Optional<S> glance(String id) {
        return Optional.ofNullable(look(id)).map(Known::state);
    }

    private @Nullable Known<S> look(String id) {
        Known<S> known = remembered.getIfPresent(id);
        return folded(known, store.readEvents(id, known == null ? 0 : known.version() + 1), Long.MAX_VALUE);
    }

    /** As its fact of this number left it; empty where there is no such fact. */
    public Optional<S> at(String id, long version) {
        return Optional.ofNullable(folded(null, store.readEvents(id, 0), version))
                .filter(known -> known.version() == version)
                .map(Known::state);
    }

    private @Nullable Known<S> folded(@Nullable Known<S> from, DomainEventStream facts, long upTo) {
        Known<S> known = from;
        while (facts.hasNext() && facts.peek().getSequenceNumber() <= upTo) {
            DomainEventMessage<?> told = facts.next();
            Object fact = told.getPayload();
            if (!kind.isInstance(fact)) {
                // the identifier of something else
                return null;
            }
            known = new Known<>(told.getSequenceNumber(), fold.after(known == null ? null : known.state(), fact, told));
        }
        return known;
    }

    /** The number of the first fact that a look asks for. */
    public long next(String id) {
        Known<S> known = remembered.getIfPresent(id);
        return known == null ? 0 : known.version() + 1;
    }

    @Nullable
    Known<S> remembered(String id) {
        return remembered.getIfPresent(id);
    }

    /** Remembers what is stored. */
    void remember(String id, long version, S state) {
        remembered
                .asMap()
                .merge(id, new Known<>(version, state), (one, other) -> one.version() > other.version() ? one : other);
    }

    /** Reads everything anew the next time. */
    public void forgetAll() {
        remembered.invalidateAll();
    }
}
