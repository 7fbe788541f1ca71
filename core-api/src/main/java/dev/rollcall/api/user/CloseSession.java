package dev.rollcall.api.user;

import dev.rollcall.api.Command;
import org.axonframework.commandhandling.RoutingKey;

/**
 * Sign out. Nothing happens where there is no such session. Answered with nothing.
 *
 * @param session digest of the secret that names it
 */
public record CloseSession(@RoutingKey String session) implements Command {}
