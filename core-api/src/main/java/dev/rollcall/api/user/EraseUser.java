package dev.rollcall.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Make the personal data of a user unreadable for good, in the history as well. A user who is still there is removed by the same
 * decision, with all clients. Erasing somebody who was erased already succeeds and records nothing.
 */
public record EraseUser(@TargetAggregateIdentifier UserId user) implements UserCommand {}
