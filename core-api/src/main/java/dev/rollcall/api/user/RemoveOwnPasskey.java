package dev.rollcall.api.user;

import dev.rollcall.api.Sealed;
import org.axonframework.commandhandling.RoutingKey;

/**
 * Do without a passkey of one's own from now on. Answered with an {@link dev.rollcall.api.Accepted}; ends the user's other
 * sessions. Nothing happens where there is no such passkey. A wrong password is a wrong sign-in, as with
 * {@link ChangeOwnPassword}.
 *
 * @param session digest of the secret that names the session that it is asked for in
 * @param address where it comes from, to slow down guessing
 * @param current the user's password
 */
public record RemoveOwnPasskey(
        @RoutingKey UserId user, PasskeyId passkey, String session, String address, Sealed current)
        implements OwnAffair {}
