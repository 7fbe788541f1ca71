package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A user has other names; both are given as they are now. */
public record UserRenamed(@JsonProperty("userId") UserId user, String firstName, String lastName)
        implements UserEvent {}
