package dev.rollcall.api.client;

import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Bring a deregistered client back, with a new token. */
public record Reregister(
        @TargetAggregateIdentifier ClientId client,
        @Nullable Long expectedVersion) implements ClientCommand {
    public Reregister(ClientId client) {
        this(client, null);
    }
}
