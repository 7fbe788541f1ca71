package dev.rollcall.api.user;

import dev.rollcall.api.Sealed;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Create a user. Every field may be absent or wrong here: all that is wrong is refused at once
 * ({@code invalid_values}), each field by its name.
 *
 * @param username {@code [A-Za-z0-9.@_-]{1,100}}, unique regardless of case
 * @param email 1–100 characters, one address, unique regardless of case
 * @param firstName trimmed, 1–100 characters, none of {@code ~ * + = ? ^ % < > ( ) | \ /}, no control characters
 * @param lastName like {@code firstName}
 * @param password required for {@code DEFAULT}, refused for the others; see the password policy
 * @param confirmPassword equal to {@code password}
 * @param secondaryRole {@code ADMIN} only together with {@code QUALITY_MANAGER}
 */
public record CreateUser(
        @TargetAggregateIdentifier UserId user,
        @Nullable String username,
        @Nullable SignInConfiguration configuration,
        @Nullable String email,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable Sealed password,
        @Nullable Sealed confirmPassword,
        @Nullable PrimaryRole primaryRole,
        @Nullable SecondaryRole secondaryRole)
        implements UserCommand {}
