package dev.rollcall.api.client;

import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Give a client another name; the old one is free again. */
public record RenameClient(
        @TargetAggregateIdentifier ClientId client,
        @Nullable Long expectedVersion,
        @Nullable String name) implements ClientCommand {}
