package dev.rollcall.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Remove a user, and revoke and remove the user's clients with it. Username and email are free again. */
public record RemoveUser(
        @TargetAggregateIdentifier UserId user, @Nullable Long expectedVersion) implements UserCommand {}
