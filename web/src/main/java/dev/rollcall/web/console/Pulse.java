package dev.rollcall.web.console;

import dev.rollcall.api.audit.FactRateView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How much happened lately; looked up every few seconds at most, however many look at it. */
final class Pulse {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Clock clock;
    private @Nullable Rates rates;

    Pulse(Clock clock) {
        this.clock = clock;
    }

    synchronized Rates rates(Function<Instant, List<FactRateView>> ask) {
        Instant now = clock.instant();
        if (rates == null || !rates.askedAt().plus(EVERY).isAfter(now)) {
            rates = Rates.until(now, ask.apply(Rates.begin(now)));
        }
        return rates;
    }
}
