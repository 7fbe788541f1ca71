package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A user may sign in again. */
public record UserUnlocked(@JsonProperty("userId") UserId user) implements UserEvent {}
