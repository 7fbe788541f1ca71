package dev.rollcall.api.client;

import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Remove a client and revoke its token; its name is free again. */
public record RemoveClient(
        @TargetAggregateIdentifier ClientId client,
        @Nullable Long expectedVersion) implements ClientCommand {
    public RemoveClient(ClientId client) {
        this(client, null);
    }
}
