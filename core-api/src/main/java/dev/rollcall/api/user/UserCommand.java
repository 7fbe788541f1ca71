package dev.rollcall.api.user;

import dev.rollcall.api.Command;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Everything that can be asked of a user. Each is answered with an {@link dev.rollcall.api.Accepted}. */
public sealed interface UserCommand extends Command
        permits CreateUser,
                CreateFirstAdministrator,
                EditUser,
                UpdateUser,
                UnlockUser,
                RemovePasskeys,
                RemoveUser,
                EraseUser {
    @TargetAggregateIdentifier
    UserId user();
}
