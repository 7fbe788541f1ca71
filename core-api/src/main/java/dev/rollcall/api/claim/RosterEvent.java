package dev.rollcall.api.claim;

import dev.rollcall.api.Fact;
import dev.rollcall.api.user.UserId;

/** What can have happened to the roster of a user's clients. */
public sealed interface RosterEvent extends Fact permits ClientEnrolled, ClientDischarged, RosterClosed {
    UserId user();
}
