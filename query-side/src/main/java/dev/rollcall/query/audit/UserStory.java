package dev.rollcall.query.audit;

import dev.rollcall.api.audit.FactView.Change;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.AdminGranted;
import dev.rollcall.api.user.PasskeyRegistered;
import dev.rollcall.api.user.PasskeyRemoved;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.query.Recorded;
import java.util.ArrayList;
import java.util.List;

/** What each fact makes of a user, and how it reads as a change. */
final class UserStory {

    static final List<String> COMPARED = List.of(
            "username", "configuration", "email", "firstName", "lastName", "primaryRole", "secondaryRole", "locked");

    private UserStory() {}

    static State after(State before, UserEvent fact, Recorded recorded) {
        return fact instanceof UserRemoved
                ? State.NOTHING
                : changed(before, fact, recorded).as(recorded);
    }

    private static State changed(State before, UserEvent fact, Recorded recorded) {
        if (fact instanceof UserCreated created) {
            return created(created, recorded);
        }
        if (fact instanceof UserRenamed renamed) {
            return before.with("firstName", renamed.firstName()).with("lastName", renamed.lastName());
        }
        if (fact instanceof UserEmailChanged moved) {
            return before.with("email", moved.email());
        }
        if (fact instanceof PrimaryRoleChanged changed) {
            return before.with("primaryRole", changed.primaryRole());
        }
        if (fact instanceof AdminGranted || fact instanceof AdminDropped) {
            return before.with("secondaryRole", fact instanceof AdminGranted ? SecondaryRole.ADMIN : null);
        }
        if (fact instanceof UserLocked || fact instanceof UserUnlocked) {
            return before.with("locked", fact instanceof UserLocked);
        }
        if (fact instanceof PasswordChanged || fact instanceof PasskeyRegistered || fact instanceof PasskeyRemoved) {
            return before;
        }
        throw new IllegalStateException("no story is told of " + fact.getClass().getSimpleName());
    }

    private static State created(UserCreated fact, Recorded recorded) {
        return State.NOTHING
                .with("userId", fact.user())
                .with("username", fact.username())
                .with("configuration", fact.configuration())
                .with("email", fact.email())
                .with("firstName", fact.firstName())
                .with("lastName", fact.lastName())
                .with("primaryRole", fact.primaryRole())
                .with("secondaryRole", fact.admin() ? SecondaryRole.ADMIN : null)
                .with("locked", false)
                .with("createdAt", recorded.at());
    }

    static List<Change> changes(State before, State after, UserEvent fact) {
        List<Change> changes = new ArrayList<>(after.since(before, COMPARED));
        boolean password =
                fact instanceof PasswordChanged || (fact instanceof UserCreated created && created.password() != null);
        if (password) {
            // that there is another one may be known, and nothing else about it
            changes.add(new Change("password", null, null));
        }
        if (fact instanceof PasskeyRegistered registered) {
            changes.add(new Change("passkey", null, registered.passkey().toString()));
        } else if (fact instanceof PasskeyRemoved removed) {
            changes.add(new Change("passkey", removed.passkey().toString(), null));
        }
        return changes;
    }
}
