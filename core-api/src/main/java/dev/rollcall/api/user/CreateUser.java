package dev.rollcall.api.user;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Sealed;
import java.util.List;
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
 * @param flaws what whoever sends this already found wrong with fields ({@code unknown_value}, …); reported together with
 *     what the decision finds, one error a field
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
        @Nullable SecondaryRole secondaryRole,
        List<FieldError> flaws)
        implements UserCommand {

    public CreateUser {
        flaws = List.copyOf(flaws);
    }
}
