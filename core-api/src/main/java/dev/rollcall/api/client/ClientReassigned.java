package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.Personal;
import dev.rollcall.api.user.UserId;
import org.jspecify.annotations.Nullable;

/** A client belongs to another user. */
public record ClientReassigned(
        @JsonProperty("clientId") ClientId client,
        @JsonProperty("userId") UserId user,
        @Personal String username) implements ClientEvent {
    @Override
    public @Nullable ClientStatus status() {
        return null;
    }
}
