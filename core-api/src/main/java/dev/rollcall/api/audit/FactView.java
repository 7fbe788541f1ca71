package dev.rollcall.api.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.api.Actor;
import dev.rollcall.api.Position;
import dev.rollcall.api.Via;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A recorded fact, as shown: who did what to whom, through what, when, why and in which request.
 *
 * @param type the stored name: {@code client-reprovisioned}
 * @param changes old and new value of every field that is no secret
 */
public record FactView(
        Position position,
        UUID eventId,
        String type,
        Instant occurredAt,
        Subject subject,
        Actor actor,
        Via via,
        @Nullable String reason,
        String correlationId,
        List<Change> changes) {

    public FactView {
        changes = List.copyOf(changes);
    }

    /**
     * Whom the fact is about, with the name it had then.
     *
     * @param owner of a client: the user whose it is after the fact; absent once it is removed
     */
    public record Subject(
            Kind kind,
            String id,
            String name,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String owner) {

        /** Nobody's. */
        public Subject(Kind kind, String id, String name) {
            this(kind, id, name, null);
        }

        public enum Kind {
            USER,
            CLIENT,
            SERVICE
        }
    }

    /** One field; absent values were or are not there. Values are strings, numbers, booleans. */
    public record Change(
            String field, @Nullable Object from, @Nullable Object to) {}
}
