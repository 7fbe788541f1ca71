package dev.rollcall.api.user;

import dev.rollcall.api.Query;

/** The passkeys of a user, oldest first; answered with {@link PasskeyView}s by the side that decides. */
public record FindPasskeys(UserId user) implements Query {}
