package dev.rollcall.api.audit;

import java.time.Instant;

/**
 * How many facts were recorded in a span of time.
 *
 * @param from its beginning
 * @param facts at least 1
 */
public record FactRateView(Instant from, long facts) {}
