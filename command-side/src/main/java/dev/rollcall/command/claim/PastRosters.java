package dev.rollcall.command.claim;

import dev.rollcall.api.user.UserId;
import java.time.Instant;

/** Rosters as they were, to repeat an answer. */
public interface PastRosters {

    /** How many clients were on a user's roster at that instant, facts of that instant included. */
    int sizeAt(UserId user, Instant then);
}
