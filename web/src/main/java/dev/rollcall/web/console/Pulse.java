package dev.rollcall.web.console;

import dev.rollcall.api.audit.FactRateView;
import dev.rollcall.api.audit.ProjectionView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How far views were behind over the last minutes in which somebody looked: what this process saw, kept by nobody else. */
final class Pulse {

    private static final Duration EVERY = Duration.ofMillis(1500);
    private static final Duration RATES_EVERY = Duration.ofSeconds(5);
    private static final int SAMPLES = 150;
    private static final int HEIGHT = 40;

    private final Clock clock;
    private final Map<String, Deque<Long>> lags = new HashMap<>();
    private long notedAt;
    private @Nullable Rates rates;

    Pulse(Clock clock) {
        this.clock = clock;
    }

    synchronized void note(List<ProjectionView> projections) {
        long now = clock.millis();
        if (now - notedAt < EVERY.toMillis()) {
            return;
        }
        notedAt = now;
        for (ProjectionView projection : projections) {
            Deque<Long> seen = lags.computeIfAbsent(projection.name(), name -> new ArrayDeque<>());
            seen.addLast(projection.lag());
            if (seen.size() > SAMPLES) {
                seen.removeFirst();
            }
        }
    }

    /** How much happened lately; looked up every few seconds at most, however many look at it. */
    synchronized Rates rates(Function<Instant, List<FactRateView>> ask) {
        Instant now = clock.instant();
        if (rates == null || !rates.askedAt().plus(RATES_EVERY).isAfter(now)) {
            rates = Rates.until(now, ask.apply(Rates.begin(now)));
        }
        return rates;
    }

    /** The greatest lag there was. */
    public synchronized long most(String projection) {
        return lags.getOrDefault(projection, new ArrayDeque<>()).stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** The lags as points of a line in a field of {@value #SAMPLES} by {@value #HEIGHT}. */
    public synchronized String line(String projection) {
        Deque<Long> seen = lags.getOrDefault(projection, new ArrayDeque<>());
        double most = Math.max(1, most(projection));
        StringBuilder points = new StringBuilder();
        int x = SAMPLES - seen.size();
        for (long lag : seen) {
            points.append(String.format(Locale.ROOT, "%d,%.1f ", x++, HEIGHT - 1 - lag / most * (HEIGHT - 4)));
        }
        return points.toString().strip();
    }
}
