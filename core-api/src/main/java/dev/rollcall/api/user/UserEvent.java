package dev.rollcall.api.user;

import dev.rollcall.api.Fact;

/** Everything that can have happened to a user. */
public sealed interface UserEvent extends Fact
        permits UserCreated,
                UserRenamed,
                UserEmailChanged,
                PrimaryRoleChanged,
                AdminGranted,
                AdminDropped,
                PasswordChanged,
                PasskeyRegistered,
                PasskeyRemoved,
                UserLocked,
                UserUnlocked,
                UserRemoved,
                UserErased {
    UserId user();
}
