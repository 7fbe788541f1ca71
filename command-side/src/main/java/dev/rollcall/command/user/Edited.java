package dev.rollcall.command.user;

import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.command.field.FieldErrors;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user as an edit wants it: what the edit leaves out is as it was.
 *
 * @param password in clear; empty: unchanged
 */
record Edited(
        String email, String firstName, String lastName, PrimaryRole primaryRole, boolean admin, String password) {

    static final String SECONDARY_ROLE = "/secondaryRole";

    /** Reads an edit, and notes everything that is wrong with it. */
    static Edited of(UserState user, EditUser edit, FieldErrors errors, Credentials credentials) {
        immutable(errors, "/username", edit.username(), user.username());
        immutable(errors, "/configuration", edit.configuration(), user.configuration());
        String email = edit.email() == null ? user.email() : errors.email("/email", edit.email());
        String firstName = edit.firstName() == null ? user.firstName() : errors.name("/firstName", edit.firstName());
        String lastName = edit.lastName() == null ? user.lastName() : errors.name("/lastName", edit.lastName());
        PrimaryRole primaryRole = Objects.requireNonNullElse(edit.primaryRole(), user.primaryRole());
        return new Edited(
                email,
                firstName,
                lastName,
                primaryRole,
                admin(user, edit.secondaryRole(), primaryRole, errors),
                password(user, edit, List.of(firstName, lastName, email), errors, credentials));
    }

    /** Notes {@code admin_requires_quality_manager}. */
    static void refuseAdmin(FieldErrors errors, @Nullable SecondaryRole wanted, @Nullable PrimaryRole primaryRole) {
        if (wanted == SecondaryRole.ADMIN
                && primaryRole != null
                && primaryRole != PrimaryRole.QUALITY_MANAGER
                && !errors.notedAt("/primaryRole")) {
            errors.add(
                    SECONDARY_ROLE,
                    "admin_requires_quality_manager",
                    "Only a quality manager can be an administrator. Choose that primary role, or no secondary role.");
        }
    }

    private static boolean admin(
            UserState user, @Nullable SecondaryRole wanted, PrimaryRole primaryRole, FieldErrors errors) {
        refuseAdmin(errors, wanted, primaryRole);
        if (wanted != null) {
            return wanted == SecondaryRole.ADMIN;
        }
        return user.admin() && primaryRole == PrimaryRole.QUALITY_MANAGER;
    }

    /** @param about names and address as they will be */
    private static String password(
            UserState user, EditUser edit, List<String> about, FieldErrors errors, Credentials credentials) {
        String password = credentials.wanted(errors, edit.password(), edit.confirmPassword());
        if (password.isEmpty()) {
            return password;
        }
        if (user.configuration() != SignInConfiguration.DEFAULT) {
            refuseForeign(errors, user.configuration());
            return password;
        }
        credentials.refuseNames(errors, password, user.username(), about.get(0), about.get(1), about.get(2));
        credentials.refuseUsed(errors, password, user.passwords());
        return password;
    }

    /** Notes {@code password_not_allowed}: somebody else keeps the password. */
    static void refuseForeign(FieldErrors errors, SignInConfiguration configuration) {
        errors.add(
                Credentials.PASSWORD,
                "password_not_allowed",
                "A user who signs in by " + configuration + " has no password here.");
    }

    private static void immutable(FieldErrors errors, String pointer, @Nullable Object wanted, Object present) {
        if (wanted != null && !wanted.equals(present)) {
            errors.add(pointer, "immutable_field", "It cannot be changed after creation.");
        }
    }
}
