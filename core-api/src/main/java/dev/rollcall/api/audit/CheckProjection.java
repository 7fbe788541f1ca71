package dev.rollcall.api.audit;

import dev.rollcall.api.Command;
import org.axonframework.commandhandling.RoutingKey;

/**
 * Build a view anew from the facts, aside, and compare it with the one that answers, which stays. Answered with a
 * {@link RebuildView}. Refused ({@code projection_not_found}, {@code rebuild_running}).
 */
public record CheckProjection(@RoutingKey String projection) implements Command {}
