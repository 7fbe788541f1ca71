package dev.rollcall.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Let a locked user sign in again. Unlocking one that is not locked succeeds and records nothing. */
public record UnlockUser(@TargetAggregateIdentifier UserId user) implements UserCommand {}
