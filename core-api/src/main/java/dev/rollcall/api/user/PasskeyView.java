package dev.rollcall.api.user;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as its user knows it.
 *
 * @param label what the user calls it
 * @param lastUsedAt when it was last given; absent: not yet
 */
public record PasskeyView(
        PasskeyId passkey,
        String label,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {}
