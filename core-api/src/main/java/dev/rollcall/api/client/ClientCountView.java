package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.user.UserId;

/**
 * How many clients of one status a user has.
 *
 * @param count at least 1
 */
public record ClientCountView(@JsonProperty("userId") UserId user, ClientStatus status, int count) {}
