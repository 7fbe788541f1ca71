package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.Personal;

/** A user has other names; both are given as they are now. */
public record UserRenamed(
        @JsonProperty("userId") UserId user,
        @Personal String firstName,
        @Personal String lastName) implements UserEvent {}
