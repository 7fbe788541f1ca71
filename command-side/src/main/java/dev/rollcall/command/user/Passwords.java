package dev.rollcall.command.user;

import dev.rollcall.api.Sealed;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.UserId;
import java.util.List;

/** Passwords, kept as hashes in rows of their own; facts only name them. */
interface Passwords {

    /** The password that travelled sealed; empty where it is blank. In clear: never to be kept or shown. */
    String open(Sealed sealed);

    /** Keeps the hash of a password, in its own transaction, before the fact that names it. */
    PasswordId keep(UserId user, String clear);

    /** Whether a kept password is this one. Takes a while, on purpose; no where it is no longer kept. */
    boolean matches(PasswordId password, String clear);

    /** The same where there is nothing to compare with: takes as long, and says no. */
    boolean matchesNothing(String clear);

    /** Lets the sweeper look at a user's passwords again, before a fact after which they are not needed. */
    void doubt(UserId user);

    /** Removes passwords, after the fact since which they are not needed. */
    void forget(List<PasswordId> surplus);
}
