package dev.rollcall.api.client;

import dev.rollcall.api.user.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Rename a client, reassign it, or both in one decision; what is absent stays as it is. */
public record EditClient(
        @TargetAggregateIdentifier ClientId client,
        @Nullable Long expectedVersion,
        @Nullable String name,
        @Nullable UserId user)
        implements ClientCommand {}
