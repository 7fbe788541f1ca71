package dev.rollcall.api.user;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Sealed;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Change some fields of a user; what is absent stays as it is. Rules as for {@link CreateUser}. An edit that changes
 * nothing succeeds and records nothing.
 *
 * @param expectedVersion the version this edit is based on; another one is refused ({@code version_mismatch}); absent:
 *     whatever it is now
 * @param username immutable: anything but the present one is refused ({@code immutable_field})
 * @param configuration immutable, likewise
 * @param password absent or blank: unchanged
 * @param secondaryRole {@code NONE} takes it away
 * @param flaws what whoever sends this already found wrong with fields ({@code required} for a field that was to be emptied,
 *     {@code unknown_value}, …); reported together with what the decision finds, one error a field
 */
public record EditUser(
        @TargetAggregateIdentifier UserId user,
        @Nullable Long expectedVersion,
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

    public EditUser {
        flaws = List.copyOf(flaws);
    }
}
