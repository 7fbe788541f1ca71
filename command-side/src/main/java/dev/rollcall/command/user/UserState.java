package dev.rollcall.command.user;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Personal;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.AdminGranted;
import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.PasskeyRegistered;
import dev.rollcall.api.user.PasskeyRemoved;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserErased;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.api.user.UserView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a user is after some of its facts; copies them and never judges.
 *
 * @param admin whether secondary role ADMIN is held
 * @param passwords the current one first, then those before it; at most {@value #MOST_PASSWORDS}
 * @param passkeys oldest first
 * @param version the number of the last fact, from 0
 * @param fresh the number of the last fact that let the user begin anew with signing in: creation, another password, unlock,
 *     and that somebody else removed a passkey
 * @param freshAt when that was
 * @param temporary whether somebody else set the current password; the program itself, at the first start, does not count: its
 *     password is chosen by the installation's owner, or shown to nobody else
 * @param updatedById who recorded the last fact; empty where it does not say
 */
record UserState(
        UserId user,
        @Personal String username,
        SignInConfiguration configuration,
        @Personal String email,
        @Personal String firstName,
        @Personal String lastName,
        PrimaryRole primaryRole,
        boolean admin,
        List<PasswordId> passwords,
        List<PasskeyId> passkeys,
        boolean locked,
        boolean removed,
        boolean erased,
        long version,
        long fresh,
        Instant freshAt,
        boolean temporary,
        Instant createdAt,
        Instant updatedAt,
        String updatedById,
        @Personal(of = "updatedById") String updatedBy) {

    /** As far back as any password policy can look, the current one included. */
    static final int MOST_PASSWORDS = 25;

    UserState {
        passwords = List.copyOf(passwords);
        passkeys = List.copyOf(passkeys);
    }

    /** What a fact leaves behind. Refuses (IllegalStateException) a first fact that is not a creation. */
    static UserState after(
            @Nullable UserState before, UserEvent fact, long version, Instant at, String byId, String by) {
        UserState now;
        if (fact instanceof UserCreated created) {
            now = created(created, version, at, byId, by);
        } else if (before == null) {
            throw new IllegalStateException("the facts of user " + fact.user() + " do not begin with its creation");
        } else {
            now = before.next(fact);
        }
        boolean fresh = fact instanceof UserCreated
                || fact instanceof PasswordChanged
                || fact instanceof UserUnlocked
                || (fact instanceof PasskeyRemoved && setByAnother(fact.user(), byId));
        return new UserState(
                now.user,
                now.username,
                now.configuration,
                now.email,
                now.firstName,
                now.lastName,
                now.primaryRole,
                now.admin,
                now.passwords,
                now.passkeys,
                now.locked,
                now.removed,
                now.erased,
                version,
                fresh ? version : now.fresh,
                fresh ? at : now.freshAt,
                setsPassword(fact) ? setByAnother(fact.user(), byId) : now.temporary,
                now.createdAt,
                at,
                byId,
                by);
    }

    private static boolean setsPassword(UserEvent fact) {
        return fact instanceof PasswordChanged || (fact instanceof UserCreated created && created.password() != null);
    }

    private static boolean setByAnother(UserId user, String byId) {
        return !byId.isEmpty() && !byId.equals(Actor.SYSTEM.id()) && !byId.equals(user.toString());
    }

    private static UserState created(UserCreated fact, long version, Instant at, String byId, String by) {
        return new UserState(
                fact.user(),
                fact.username(),
                fact.configuration(),
                fact.email(),
                fact.firstName(),
                fact.lastName(),
                fact.primaryRole(),
                fact.admin(),
                Stream.ofNullable(fact.password()).toList(),
                List.of(),
                false,
                false,
                false,
                version,
                version,
                at,
                false,
                at,
                at,
                byId,
                by);
    }

    private UserState next(UserEvent fact) {
        if (fact instanceof UserRenamed renamed) {
            return with(email, renamed.firstName(), renamed.lastName());
        } else if (fact instanceof UserEmailChanged changed) {
            return with(changed.email(), firstName, lastName);
        } else if (fact instanceof PrimaryRoleChanged changed) {
            return with(changed.primaryRole(), admin);
        } else if (fact instanceof AdminGranted) {
            return with(primaryRole, true);
        } else if (fact instanceof AdminDropped) {
            return with(primaryRole, false);
        } else if (fact instanceof PasswordChanged changed) {
            List<PasswordId> latest = new ArrayList<>(passwords);
            latest.add(0, changed.password());
            return with(latest.subList(0, Math.min(latest.size(), MOST_PASSWORDS)), passkeys, locked, removed);
        } else if (fact instanceof PasskeyRegistered registered) {
            return with(
                    passwords,
                    Stream.concat(passkeys.stream(), Stream.of(registered.passkey()))
                            .toList(),
                    locked,
                    removed);
        } else if (fact instanceof PasskeyRemoved gone) {
            return with(
                    passwords,
                    passkeys.stream()
                            .filter(passkey -> !passkey.equals(gone.passkey()))
                            .toList(),
                    locked,
                    removed);
        } else if (fact instanceof UserLocked) {
            return with(passwords, passkeys, true, removed);
        } else if (fact instanceof UserUnlocked) {
            return with(passwords, passkeys, false, removed);
        } else if (fact instanceof UserRemoved) {
            return with(List.of(), List.of(), locked, true);
        } else if (fact instanceof UserErased) {
            return withoutPerson();
        }
        throw new IllegalStateException("nobody said what " + fact.getClass().getSimpleName() + " changes of a user");
    }

    private UserState withoutPerson() {
        return new UserState(
                user,
                Personal.ERASED,
                configuration,
                Personal.ERASED,
                Personal.ERASED,
                Personal.ERASED,
                primaryRole,
                admin,
                List.of(),
                List.of(),
                locked,
                removed,
                true,
                version,
                fresh,
                freshAt,
                temporary,
                createdAt,
                updatedAt,
                updatedById,
                updatedBy);
    }

    private UserState with(String newEmail, String newFirstName, String newLastName) {
        return new UserState(
                user,
                username,
                configuration,
                newEmail,
                newFirstName,
                newLastName,
                primaryRole,
                admin,
                passwords,
                passkeys,
                locked,
                removed,
                erased,
                version,
                fresh,
                freshAt,
                temporary,
                createdAt,
                updatedAt,
                updatedById,
                updatedBy);
    }

    private UserState with(PrimaryRole newPrimaryRole, boolean newAdmin) {
        return new UserState(
                user,
                username,
                configuration,
                email,
                firstName,
                lastName,
                newPrimaryRole,
                newAdmin,
                passwords,
                passkeys,
                locked,
                removed,
                erased,
                version,
                fresh,
                freshAt,
                temporary,
                createdAt,
                updatedAt,
                updatedById,
                updatedBy);
    }

    private UserState with(
            List<PasswordId> newPasswords, List<PasskeyId> newPasskeys, boolean newLocked, boolean newRemoved) {
        return new UserState(
                user,
                username,
                configuration,
                email,
                firstName,
                lastName,
                primaryRole,
                admin,
                newPasswords,
                newPasskeys,
                newLocked,
                newRemoved,
                erased,
                version,
                fresh,
                freshAt,
                temporary,
                createdAt,
                updatedAt,
                updatedById,
                updatedBy);
    }

    /** An administrator who is neither locked nor removed. */
    boolean activeAdministrator() {
        return administrator() && !locked && !removed;
    }

    boolean administrator() {
        return admin && primaryRole == PrimaryRole.QUALITY_MANAGER;
    }

    /** Who acts when this user does. */
    Actor actor() {
        List<String> roles =
                admin ? List.of(primaryRole.name(), SecondaryRole.ADMIN.name()) : List.of(primaryRole.name());
        return new Actor(Actor.Kind.USER, user.toString(), username, roles);
    }

    UserView view(int clientCount) {
        return new UserView(
                user,
                username,
                configuration,
                email,
                firstName,
                lastName,
                primaryRole,
                admin ? SecondaryRole.ADMIN : null,
                administrator(),
                locked,
                clientCount,
                version,
                createdAt,
                updatedAt,
                updatedBy);
    }
}
