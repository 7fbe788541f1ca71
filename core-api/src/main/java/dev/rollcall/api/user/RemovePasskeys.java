package dev.rollcall.api.user;

/**
 * Take all passkeys from a user, who lost what they were on. Ends every session of the user, who signs in with the password
 * alone then, and where passkeys are required registers one before anything else. Nothing happens where there are none.
 */
public record RemovePasskeys(UserId user) implements UserCommand {}
