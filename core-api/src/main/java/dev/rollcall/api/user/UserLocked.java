package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A user was locked after so many wrong sign-ins in a row. */
public record UserLocked(@JsonProperty("userId") UserId user, int failures) implements UserEvent {}
