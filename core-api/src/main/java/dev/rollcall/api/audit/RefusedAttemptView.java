package dev.rollcall.api.audit;

import dev.rollcall.api.Actor;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody tried and might not, as shown.
 *
 * @param at to the microsecond
 * @param type of the message, {@code UnlockUser}
 * @param subject identifier of whom it was sent to; empty where it was to nobody in particular
 * @param actor who the message said was acting, true or not; absent where it did not say
 * @param why {@code not_permitted}, or what was wrong with the message itself
 */
public record RefusedAttemptView(
        UUID attemptId,
        Instant at,
        String type,
        String subject,
        @Nullable Actor actor,
        @Nullable String via,
        @Nullable String correlationId,
        String why) {}
