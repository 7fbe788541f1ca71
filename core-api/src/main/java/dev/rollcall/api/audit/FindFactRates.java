package dev.rollcall.api.audit;

import java.time.Instant;

/**
 * How many facts about users, clients and service accounts were recorded, span by span; answered with a list of
 * {@link FactRateView} in order, which leaves out spans without any. Refused ({@code invalid_values}): spans of other lengths.
 *
 * @param from from that instant on
 * @param seconds the length of a span, 1–3600 seconds
 */
public record FindFactRates(Instant from, int seconds) implements AuditQuery {}
