package dev.rollcall.api.claim;

import dev.rollcall.api.Fact;
import dev.rollcall.api.user.UserId;

/** What can have happened to the circle of active administrators. */
public sealed interface CircleEvent extends Fact permits AdministratorJoined, AdministratorLeft {
    UserId user();
}
