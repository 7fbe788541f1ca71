package dev.rollcall.api.audit;

import dev.rollcall.api.Command;
import org.axonframework.commandhandling.RoutingKey;

/**
 * Give a running rebuild up; the view stays as it is. Answered with the last {@link RebuildView}. Refused
 * ({@code projection_not_found}, {@code rebuild_not_running}).
 */
public record CancelRebuild(@RoutingKey String projection) implements Command {}
