package dev.rollcall.api.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.user.UserId;

/** The user is gone; nothing can be provisioned to it any more. */
public record RosterClosed(@JsonProperty("userId") UserId user) implements RosterEvent {}
