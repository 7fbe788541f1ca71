package dev.rollcall.api.client;

import dev.rollcall.api.user.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Give a client to another user. */
public record ReassignClient(
        @TargetAggregateIdentifier ClientId client,
        @Nullable Long expectedVersion,
        @Nullable UserId user) implements ClientCommand {}
