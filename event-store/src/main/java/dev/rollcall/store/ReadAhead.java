package dev.rollcall.store;

import dev.rollcall.api.FactsAhead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Facts of the aggregates that a decision will be made on, read with one statement. Whoever had to wait for another decision of
 * this process must not be given what was read before that one: so it is noted how often each aggregate was appended to, in
 * as many counters as are cheap, which now and then reads something in vain.
 */
final class ReadAhead implements FactsAhead {

    private static final String READ = "dev.rollcall.ahead";
    private static final int COUNTERS = 4096;

    /** @param first the sequence number from which on there are all facts */
    private record Of(long first, List<TrackedEventData<byte[]>> facts, long appends) {}

    private final FactTable facts;
    private final AtomicLongArray appends = new AtomicLongArray(COUNTERS);

    ReadAhead(FactTable facts) {
        this.facts = facts;
    }

    @Override
    public void read(Map<String, Long> first) {
        if (first.size() < 2 || first.size() > FactTable.MOST_AHEAD) {
            return;
        }
        Map<String, Of> read = new HashMap<>();
        first.forEach((aggregate, from) -> read.put(aggregate, new Of(from, new ArrayList<>(), appends(aggregate))));
        for (TrackedEventData<byte[]> fact : FactEngine.reading(() -> facts.ofAggregates(first))) {
            TrackedDomainEventData<?> told = (TrackedDomainEventData<?>) fact;
            Objects.requireNonNull(read.get(told.getAggregateIdentifier()))
                    .facts()
                    .add(fact);
        }
        read.values().removeIf(of -> of.facts().size() == FactTable.PAGE_AHEAD);
        CurrentUnitOfWork.get().root().resources().put(READ, read);
    }

    /** The facts of an aggregate from this number on; null: they have to be read. */
    @Nullable
    List<TrackedEventData<byte[]>> take(String aggregate, long first) {
        if (!CurrentUnitOfWork.isStarted()) {
            return null;
        }
        Map<String, Of> read = CurrentUnitOfWork.get().root().getResource(READ);
        Of of = read == null ? null : read.remove(aggregate);
        if (of == null || of.first() > first || of.appends() != appends(aggregate)) {
            return null;
        }
        return of.first() == first
                ? of.facts()
                : of.facts().stream()
                        .filter(fact -> ((TrackedDomainEventData<?>) fact).getSequenceNumber() >= first)
                        .toList();
    }

    /** Facts of this aggregate are stored, or may be. */
    void appended(String aggregate) {
        appends.incrementAndGet(counter(aggregate));
    }

    private long appends(String aggregate) {
        return appends.get(counter(aggregate));
    }

    private static int counter(String aggregate) {
        int hash = aggregate.hashCode();
        return (hash ^ hash >>> 16) & COUNTERS - 1;
    }
}
