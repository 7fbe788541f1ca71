package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** A client is gone and its token revoked. */
public record ClientRemoved(@JsonProperty("clientId") ClientId client) implements ClientEvent {
    @Override
    public @Nullable ClientStatus status() {
        return null;
    }
}
