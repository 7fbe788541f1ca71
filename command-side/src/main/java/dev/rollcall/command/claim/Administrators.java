package dev.rollcall.command.claim;

import dev.rollcall.api.user.UserId;

/** The circle of active administrators, changed in the unit of work of the decision that asks. */
public interface Administrators {

    /** Nothing happens where the user is in the circle already. */
    void join(UserId user);

    /** Nothing happens where the user is not in the circle. Refuses ({@code last_administrator}) to let the last one go. */
    void leave(UserId user);

    /** Like {@link #leave}, but lets the last one go as well: a lock must hold whoever it hits. */
    void suspend(UserId user);

    /** Whether there ever was an administrator. */
    boolean everHadOne();
}
