package dev.rollcall.api.user;

import dev.rollcall.api.Sealed;
import org.axonframework.commandhandling.RoutingKey;
import org.jspecify.annotations.Nullable;

/**
 * Take another password, as whose it is. Answered with an {@link dev.rollcall.api.Accepted}; ends every session of the user,
 * also the one it was asked for in. A wrong present password is a wrong sign-in: refused ({@code not_signed_in},
 * {@code too_many_attempts}) and counted as one.
 *
 * @param address where it comes from, to slow down guessing
 * @param current the present one
 * @param password rules as for {@link CreateUser}, and not one of the last ones
 * @param confirmPassword the same again
 */
public record ChangeOwnPassword(
        @RoutingKey UserId user,
        String address,
        Sealed current,
        @Nullable Sealed password,
        @Nullable Sealed confirmPassword)
        implements OwnAffair {}
