package dev.rollcall.api.audit;

import dev.rollcall.api.Command;
import java.util.UUID;
import org.axonframework.commandhandling.RoutingKey;

/**
 * Try the facts of a user or client that a projection could not apply again now, from the first one on, whichever of them
 * is named. Answered with whether all of them are applied. Refused ({@code dead_letter_not_found}).
 */
public record RetryDeadLetter(@RoutingKey UUID id) implements Command {}
