package dev.rollcall.api.service;

import dev.rollcall.api.Command;
import dev.rollcall.api.Sealed;
import org.axonframework.commandhandling.RoutingKey;

/**
 * Prove which service account one is. Answered with the {@link dev.rollcall.api.Actor} as of this moment, its scopes as its
 * roles; or refused ({@code not_signed_in}, without a hint at what was wrong; {@code too_many_attempts}).
 *
 * @param account as it was presented
 * @param address where the attempt comes from, to slow down guessing
 */
public record AuthenticateServiceAccount(@RoutingKey String account, Sealed secret, String address)
        implements Command {}
