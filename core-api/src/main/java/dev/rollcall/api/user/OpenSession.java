package dev.rollcall.api.user;

import dev.rollcall.api.Command;
import dev.rollcall.api.Sealed;
import org.axonframework.commandhandling.RoutingKey;

/**
 * Prove who one is, as {@link SignIn} does and counted together with it, and stay signed in until the session is closed, has
 * run out or is no longer its user's: a lock, an unlock, another password and a removal end it. Answered with the
 * {@link dev.rollcall.api.Actor} as of this moment.
 *
 * @param address where the attempt comes from, to slow down guessing
 * @param session digest of the secret that names the session from now on; whoever has the digest alone has nothing
 */
public record OpenSession(@RoutingKey String username, Sealed password, String address, String session)
        implements Command {}
