package dev.rollcall.command.user;

import dev.rollcall.api.user.UserId;
import java.util.Optional;

/**
 * Users, as other decisions look at them: straight from their facts, without a lock, so that nobody waits. A decision that
 * depends on the user staying must also touch the user's roster.
 */
public interface Users {

    /** The username of a user; empty where there is none, or it was removed. */
    Optional<String> usernameOf(UserId user);
}
