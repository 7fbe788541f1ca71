package dev.rollcall.api.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.user.UserId;

/** A user is an active administrator. */
public record AdministratorJoined(@JsonProperty("userId") UserId user) implements CircleEvent {}
