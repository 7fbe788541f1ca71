package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A user is reached at another address. */
public record UserEmailChanged(@JsonProperty("userId") UserId user, String email) implements UserEvent {}
