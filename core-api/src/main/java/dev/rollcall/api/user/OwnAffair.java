package dev.rollcall.api.user;

import dev.rollcall.api.Command;

/** What people ask for themselves and nobody asks for anybody else. */
public sealed interface OwnAffair extends Command permits ChangeOwnPassword, RegisterPasskey, RemoveOwnPasskey {
    /** Whose affair it is. */
    UserId user();
}
