package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A client was made inactive and its token revoked. */
public record ClientDeregistered(@JsonProperty("clientId") ClientId client) implements ClientEvent {
    @Override
    public ClientStatus status() {
        return ClientStatus.DEREGISTERED;
    }
}
