package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Somebody was shown the token of a client. */
public record TokenRevealed(
        @JsonProperty("clientId") ClientId client,
        @JsonProperty("tokenId") TokenId token) implements ClientEvent {
    @Override
    public @Nullable ClientStatus status() {
        return null;
    }
}
