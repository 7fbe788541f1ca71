package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.Personal;
import dev.rollcall.api.user.UserId;

/** A client was provisioned to a user, with its first token. */
public record ClientProvisioned(
        @JsonProperty("clientId") ClientId client,
        @JsonProperty("userId") UserId user,
        @Personal String username,
        String name,
        ClientType type,
        TokenReference token)
        implements ClientEvent {
    @Override
    public ClientStatus status() {
        return ClientStatus.PROVISIONED;
    }
}
