package dev.rollcall.api.client;

import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Replace the token of a client and make it ready to register. */
public record Reprovision(
        @TargetAggregateIdentifier ClientId client,
        @Nullable Long expectedVersion) implements ClientCommand {
    public Reprovision(ClientId client) {
        this(client, null);
    }
}
