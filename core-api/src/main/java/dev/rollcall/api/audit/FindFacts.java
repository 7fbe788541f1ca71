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
 * @param clients of one user: the facts about clients as well while they were this user's, coming and going included
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
        @Nullable String cursor,
        boolean clients)
        implements AuditQuery {

    /** About the subject alone. */
    public FindFacts(
            FactView.Subject.@Nullable Kind kind,
            @Nullable String subject,
            @Nullable String actor,
            @Nullable String type,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean newestFirst,
            int limit,
            @Nullable String cursor) {
        this(kind, subject, actor, type, from, to, newestFirst, limit, cursor, false);
    }
}
