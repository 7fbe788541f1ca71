package dev.rollcall.api.audit;

import dev.rollcall.api.Position;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact that a projection could not apply, or one of the same user or client that waits behind it.
 *
 * @param subject identifier of the user or client whose facts wait
 * @param type stored name of the fact: {@code client-reprovisioned}
 * @param cause what kind of failure it was and where, never what the fact or a row says; absent: it only waits
 * @param attempts how often it was tried again
 * @param nextAttemptAt when it is tried again by itself; absent: it only waits
 * @param remedy what to do about it, in a sentence
 */
public record DeadLetterView(
        UUID id,
        String projection,
        String subject,
        String type,
        UUID eventId,
        @Nullable Position position,
        Instant occurredAt,
        Instant parkedAt,
        @Nullable String cause,
        int attempts,
        @Nullable Instant nextAttemptAt,
        String remedy) {}
