package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** A client has another name. */
public record ClientRenamed(@JsonProperty("clientId") ClientId client, String name) implements ClientEvent {
    @Override
    public @Nullable ClientStatus status() {
        return null;
    }
}
