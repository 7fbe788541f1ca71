package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A client has a new token and is ready to register with it; the old one is revoked. */
public record ClientReprovisioned(@JsonProperty("clientId") ClientId client, TokenReference token)
        implements ClientEvent {
    @Override
    public ClientStatus status() {
        return ClientStatus.PROVISIONED;
    }
}
