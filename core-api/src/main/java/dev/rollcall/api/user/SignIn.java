package dev.rollcall.api.user;

import dev.rollcall.api.Command;
import dev.rollcall.api.Sealed;
import org.axonframework.commandhandling.RoutingKey;

/**
 * Prove who one is. Answered with the {@link dev.rollcall.api.Actor} as of this moment, or refused
 * ({@code not_signed_in}, without a hint at what was wrong; {@code too_many_attempts}). Five wrong ones in a row lock the
 * user.
 *
 * @param address where the attempt comes from, to slow down guessing
 */
public record SignIn(@RoutingKey String username, Sealed password, String address) implements Command {}
