package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A user has one more passkey; its public key, and what it is called, are the row named here. */
public record PasskeyRegistered(
        @JsonProperty("userId") UserId user,
        @JsonProperty("passkeyId") PasskeyId passkey) implements UserEvent {}
