package dev.rollcall.api.user;

import dev.rollcall.api.Command;
import dev.rollcall.api.Sealed;
import org.axonframework.commandhandling.RoutingKey;
import org.jspecify.annotations.Nullable;

/**
 * Prove who one is, as {@link SignIn} does and counted together with it, and stay signed in until the session is closed, has
 * run out or is no longer its user's: a lock, an unlock, another password and a removal end it. Answered with the
 * {@link dev.rollcall.api.Actor} as of this moment.
 *
 * @param address where the attempt comes from, to slow down guessing
 * @param session digest of the secret that names the session from now on; whoever has the digest alone has nothing
 * @param browser digest of the secret by which the browser is known where the user has signed in in it before; absent: it has
 *     none. In a known one a lock brought about elsewhere does not hold
 * @param nextBrowser digest of the secret by which it is known from now on, if this is right
 */
public record OpenSession(
        @RoutingKey String username,
        Sealed password,
        String address,
        String session,
        @Nullable String browser,
        String nextBrowser)
        implements Command {}
