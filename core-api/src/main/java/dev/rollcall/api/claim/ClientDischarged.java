package dev.rollcall.api.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.user.UserId;

/** A client belongs to this user no more. */
public record ClientDischarged(
        @JsonProperty("userId") UserId user,
        @JsonProperty("clientId") ClientId client) implements RosterEvent {}
