package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A user has another password; its hash is the row named here. */
public record PasswordChanged(
        @JsonProperty("userId") UserId user,
        @JsonProperty("passwordId") PasswordId password) implements UserEvent {}
