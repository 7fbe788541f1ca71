package dev.rollcall.api.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was tried and refused, newest first; answered with a {@link RefusedAttemptPage}. Every side keeps what it refused
 * itself, so it is asked of both, under the names given here.
 *
 * @param actor identifier or name of who tried
 * @param type of the message, {@code UnlockUser}
 * @param from from that instant on
 * @param to before that instant
 * @param after the {@code nextCursor} of the page before
 * @param limit 1–200
 */
public record FindRefusedAttempts(
        @Nullable String actor,
        @Nullable String type,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String after,
        int limit)
        implements AuditQuery {

    /** Asks the side that decides. */
    public static final String OF_WHAT_DECIDES = "refused-attempts-of-what-decides";

    /** Asks the side that remembers. */
    public static final String OF_WHAT_REMEMBERS = "refused-attempts-of-what-remembers";
}
