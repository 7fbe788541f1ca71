package dev.rollcall.api.user;

import dev.rollcall.api.Command;
import org.axonframework.commandhandling.RoutingKey;

/**
 * Begin to give a passkey, or to register one, in a session: makes a challenge that is good for five minutes and once, in place
 * of the one before. Answered with text: what the browser's authenticator is to be asked, as JSON (Web Authentication,
 * PublicKeyCredentialRequestOptionsJSON or PublicKeyCredentialCreationOptionsJSON). Refused ({@code not_signed_in}) where there
 * is no such session, or none in which this may be done.
 *
 * @param session digest of the secret that names it
 * @param registration whether one is to be registered
 */
public record ChallengePasskey(@RoutingKey String session, boolean registration) implements Command {}
