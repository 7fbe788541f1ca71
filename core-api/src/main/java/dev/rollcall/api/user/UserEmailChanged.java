package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.Personal;

/** A user is reached at another address. */
public record UserEmailChanged(
        @JsonProperty("userId") UserId user, @Personal String email) implements UserEvent {}
