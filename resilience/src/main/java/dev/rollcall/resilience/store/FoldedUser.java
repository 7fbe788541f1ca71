package dev.rollcall.resilience.store;

/** A user as its facts leave it. */
public record FoldedUser(
        String id,
        String username,
        String configuration,
        String email,
        String firstName,
        String lastName,
        String primaryRole,
        boolean admin,
        boolean locked,
        long version) {}
