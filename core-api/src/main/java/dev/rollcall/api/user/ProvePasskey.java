package dev.rollcall.api.user;

import dev.rollcall.api.Command;
import org.axonframework.commandhandling.RoutingKey;

/**
 * Give a passkey, the second factor, in a session that the password opened. Answered with nothing. Refused
 * ({@code not_signed_in}) where it is not the right answer to the last {@link ChallengePasskey} of that session by a passkey of
 * its user, for this site, or where the authenticator counted no further than it had: there may be a copy of it.
 *
 * @param session digest of the secret that names it
 * @param address where it comes from, for the log
 * @param credential what the authenticator said, as JSON (Web Authentication, AuthenticationResponseJSON)
 */
public record ProvePasskey(@RoutingKey String session, String address, String credential) implements Command {}
