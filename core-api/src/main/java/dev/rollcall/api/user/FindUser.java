package dev.rollcall.api.user;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One user; answered with an optional {@link UserView}.
 *
 * @param asOf as it was at that instant; absent: as it is now
 */
public record FindUser(UserId user, @Nullable Instant asOf) implements UserQuery {}
