package dev.rollcall.api.audit;

import dev.rollcall.api.Command;
import java.util.UUID;
import org.axonframework.commandhandling.RoutingKey;

/**
 * Give up applying a fact to a projection; those that wait behind it are tried next. The view then lacks it until it is
 * built anew; the history of facts itself keeps it. Answered with nothing. Refused ({@code dead_letter_not_found}).
 */
public record DiscardDeadLetter(@RoutingKey UUID id) implements Command {}
