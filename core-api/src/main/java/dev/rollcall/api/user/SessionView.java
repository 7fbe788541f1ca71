package dev.rollcall.api.user;

import dev.rollcall.api.Actor;
import java.time.Instant;

/**
 * A session, as found at this moment.
 *
 * @param actor with the roles held now
 * @param until when it ends however much it is used
 * @param passwordTemporary whether somebody else set the password: then its owner is to take another one before anything else
 */
public record SessionView(Actor actor, Instant until, boolean passwordTemporary) {}
