package dev.rollcall.api.user;

import dev.rollcall.api.Actor;
import java.time.Instant;

/**
 * A session, as found at this moment.
 *
 * @param actor with the roles held now
 * @param until when it ends however much it is used
 */
public record SessionView(Actor actor, Instant until) {}
