package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A quality manager became an administrator. */
public record AdminGranted(@JsonProperty("userId") UserId user) implements UserEvent {}
