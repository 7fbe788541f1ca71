package dev.rollcall.api.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Uses of this process alone, for as long as they matter: where no message comes from another one. */
public final class RecentUses implements Uses {

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> swept;
    private final Clock clock;

    public RecentUses(Clock clock) {
        this.clock = clock;
        this.swept = new AtomicReference<>(clock.instant());
    }

    @Override
    public boolean first(Assertions.Asserted asserted) {
        sweep();
        return used.putIfAbsent(asserted.id(), asserted.until()) == null;
    }

    @Override
    public void giveBack(Assertions.Asserted asserted) {
        used.remove(asserted.id());
    }

    private void sweep() {
        Instant now = clock.instant();
        Instant last = swept.get();
        if (now.isAfter(last.plus(SWEEP_EVERY)) && swept.compareAndSet(last, now)) {
            used.values().removeIf(now::isAfter);
        }
    }
}
