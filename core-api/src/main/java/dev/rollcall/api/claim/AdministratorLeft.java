package dev.rollcall.api.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.user.UserId;

/** A user is an active administrator no more: demoted, locked or removed. */
public record AdministratorLeft(@JsonProperty("userId") UserId user) implements CircleEvent {}
