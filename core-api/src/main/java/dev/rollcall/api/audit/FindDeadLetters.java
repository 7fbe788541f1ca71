package dev.rollcall.api.audit;

import org.jspecify.annotations.Nullable;

/**
 * The facts that projections could not apply, in the order in which each projection met them; answered with a list of
 * {@link DeadLetterView}.
 *
 * @param projection only this one's; absent: every projection's
 * @param limit 1–1000
 */
public record FindDeadLetters(@Nullable String projection, int limit) implements AuditQuery {}
