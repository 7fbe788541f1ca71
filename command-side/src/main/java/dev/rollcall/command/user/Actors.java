package dev.rollcall.command.user;

import dev.rollcall.api.Actor;
import dev.rollcall.api.user.UserId;
import java.util.Optional;

/** Users as those who act, with the roles of this moment. */
public interface Actors {

    /** Who acts when this user does; empty where there is no such user, or it was removed or is locked. */
    Optional<Actor> acting(UserId user);

    /** Whether this user is an administrator, locked or not. */
    boolean isAdministrator(UserId user);
}
