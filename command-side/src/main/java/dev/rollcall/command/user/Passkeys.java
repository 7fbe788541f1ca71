package dev.rollcall.command.user;

import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.UserId;
import java.util.List;

/** What is kept of passkeys, in rows of their own; facts only name them. */
interface Passkeys {

    /** Lets the sweeper look at a user's passkeys again, before a fact after which some are not needed. */
    void doubt(UserId user);

    /** Removes passkeys, after the fact since which they are worth nothing. */
    void forget(List<PasskeyId> surplus);
}
