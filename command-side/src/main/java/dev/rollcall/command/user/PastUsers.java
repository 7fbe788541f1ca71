package dev.rollcall.command.user;

import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import java.time.Instant;
import java.util.Optional;

/** Users as they were, to repeat an answer. */
public interface PastUsers {

    /**
     * A user as it was shown at a version; empty where there never was such a user or version.
     *
     * @param then when that answer was given, which says how many clients it had
     */
    Optional<UserView> at(UserId user, long version, Instant then);
}
