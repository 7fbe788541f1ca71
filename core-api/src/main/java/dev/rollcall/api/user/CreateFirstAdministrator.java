package dev.rollcall.api.user;

import dev.rollcall.api.Sealed;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Create the administrator {@code admin} in an empty store. Refused ({@code already_set_up}) once there ever was one. */
public record CreateFirstAdministrator(
        @TargetAggregateIdentifier UserId user, Sealed password) implements UserCommand {}
