package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A user is gone. */
public record UserRemoved(@JsonProperty("userId") UserId user) implements UserEvent {}
