package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The personal data of a user who is gone is made unreadable for good; that there was such a user, and what happened, stays. */
public record UserErased(@JsonProperty("userId") UserId user) implements UserEvent {}
