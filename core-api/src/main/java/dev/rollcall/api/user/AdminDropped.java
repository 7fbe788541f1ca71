package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A user is an administrator no more. */
public record AdminDropped(@JsonProperty("userId") UserId user) implements UserEvent {}
