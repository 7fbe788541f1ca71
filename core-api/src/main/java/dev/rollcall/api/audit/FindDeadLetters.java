package dev.rollcall.api.audit;

import org.jspecify.annotations.Nullable;

/**
 * The facts that projections could not apply, in the order in which each projection met them; answered with a
 * {@link DeadLetterPage}. Refused ({@code invalid_values}: a projection that there is not, the limit, the cursor).
 *
 * @param projection only this one's; absent: every projection's
 * @param limit 1–200
 * @param cursor from the page before
 */
public record FindDeadLetters(
        @Nullable String projection, int limit, @Nullable String cursor) implements AuditQuery {}
