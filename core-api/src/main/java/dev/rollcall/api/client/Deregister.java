package dev.rollcall.api.client;

import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Make a client inactive and revoke its token at once. */
public record Deregister(
        @TargetAggregateIdentifier ClientId client,
        @Nullable Long expectedVersion) implements ClientCommand {
    public Deregister(ClientId client) {
        this(client, null);
    }
}
