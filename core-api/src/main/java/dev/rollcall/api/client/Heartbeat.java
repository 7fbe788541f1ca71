package dev.rollcall.api.client;

import dev.rollcall.api.Command;
import java.time.Instant;
import org.axonframework.commandhandling.RoutingKey;

/** A client's machine was heard of. Presence only: remembered beside the views, never a fact. */
public record Heartbeat(@RoutingKey ClientId client, Instant at) implements Command {}
