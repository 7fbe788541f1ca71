package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A passkey of a user is worth nothing any more. */
public record PasskeyRemoved(
        @JsonProperty("userId") UserId user,
        @JsonProperty("passkeyId") PasskeyId passkey) implements UserEvent {}
