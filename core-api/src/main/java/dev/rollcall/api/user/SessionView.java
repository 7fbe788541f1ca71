package dev.rollcall.api.user;

import dev.rollcall.api.Actor;
import java.time.Instant;

/**
 * A session, as found at this moment.
 *
 * @param actor with the roles held now
 * @param until when it ends however much it is used
 * @param passwordTemporary whether somebody else set the password: then its owner is to take another one before anything else
 * @param passkey what is still missing before it can be used for anything but that
 */
public record SessionView(Actor actor, Instant until, boolean passwordTemporary, PasskeyStep passkey) {

    /** What becomes of the second factor. */
    public enum PasskeyStep {
        /** It was given, or there is none and none is needed. */
        DONE,
        /** One of the user's passkeys is to be given. */
        GIVE,
        /** The installation requires one, and the user has none: one is to be registered. */
        REGISTER
    }
}
