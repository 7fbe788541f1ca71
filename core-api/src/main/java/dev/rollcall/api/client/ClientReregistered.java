package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A client was brought back, with a new token. */
public record ClientReregistered(@JsonProperty("clientId") ClientId client, TokenReference token)
        implements ClientEvent {
    @Override
    public ClientStatus status() {
        return ClientStatus.REGISTERED;
    }
}
