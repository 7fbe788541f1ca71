package dev.rollcall.api.audit;

import dev.rollcall.api.Command;
import org.axonframework.commandhandling.RoutingKey;

/**
 * Build a view anew from the facts, aside, and put it in place of the old one when it has caught up. Answered with a
 * {@link RebuildView}. Refused ({@code projection_not_found}, {@code rebuild_running}).
 */
public record RebuildProjection(@RoutingKey String projection) implements Command {}
