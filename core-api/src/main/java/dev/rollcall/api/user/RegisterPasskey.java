package dev.rollcall.api.user;

import dev.rollcall.api.Sealed;
import org.axonframework.commandhandling.RoutingKey;
import org.jspecify.annotations.Nullable;

/**
 * Have one more passkey, as whose it is to be, in a session that is one's own; where the user has one already, it was given in
 * that session. Answered with an {@link dev.rollcall.api.Accepted}; ends the user's other sessions. A wrong password is a wrong
 * sign-in, as with {@link ChangeOwnPassword}. Refused with {@code passkey_refused} at {@code /credential} where what the
 * authenticator said is not an answer to the last {@link ChallengePasskey} of that session, or for another site, or known already.
 *
 * @param session digest of the secret that names it
 * @param address where it comes from, to slow down guessing
 * @param current the user's password
 * @param label what the user calls it: 1 to 100 characters, rules as for names
 * @param credential what the authenticator made, as JSON (Web Authentication, RegistrationResponseJSON)
 */
public record RegisterPasskey(
        @RoutingKey UserId user,
        String session,
        String address,
        Sealed current,
        @Nullable String label,
        String credential)
        implements OwnAffair {}
