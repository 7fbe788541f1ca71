package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A client claimed its token from a machine. */
public record ClientRegistered(
        @JsonProperty("clientId") ClientId client,
        @JsonProperty("tokenId") TokenId token,
        String hostName) implements ClientEvent {
    @Override
    public ClientStatus status() {
        return ClientStatus.REGISTERED;
    }
}
