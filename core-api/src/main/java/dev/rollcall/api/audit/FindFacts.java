package dev.rollcall.api.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one user or client, or about all; answered with a {@link FactPage}.
 *
 * @param subject whose; absent: everybody's
 * @param actor identifier or name of who did it
 * @param type stored name: {@code client-reprovisioned}
 * @param from from that instant on
 * @param to before that instant
 * @param newestFirst whether to go back in time
 * @param limit 1–1000
 * @param cursor from the page before
 */
public record FindFacts(
        FactView.Subject.@Nullable Kind kind,
        @Nullable String subject,
        @Nullable String actor,
        @Nullable String type,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean newestFirst,
        int limit,
        @Nullable String cursor)
        implements AuditQuery {}
