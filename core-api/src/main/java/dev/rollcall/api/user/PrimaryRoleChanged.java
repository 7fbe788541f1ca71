package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A user is something else. */
public record PrimaryRoleChanged(@JsonProperty("userId") UserId user, PrimaryRole primaryRole) implements UserEvent {}
