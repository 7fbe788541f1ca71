package dev.rollcall.command.user;

import dev.rollcall.api.Sealed;
import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.field.FieldErrors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What users sign in with: the passwords, and what they must be like, and the passkeys. */
final class Credentials {

    static final String PASSWORD = "/password";
    static final String CONFIRMATION = "/confirmPassword";

    private final Passwords passwords;
    private final Passkeys passkeys;
    private final PasswordPolicy policy;

    Credentials(Passwords passwords, Passkeys passkeys, PasswordPolicy policy) {
        this.passwords = passwords;
        this.passkeys = passkeys;
        this.policy = policy;
    }

    /**
     * A password that somebody wants, in clear; empty where it is absent or blank. Notes everything that speaks against it
     * whoever the user is.
     */
    String wanted(FieldErrors errors, @Nullable Sealed password, @Nullable Sealed confirmation) {
        String clear = password == null ? "" : passwords.open(password);
        String again = confirmation == null ? "" : passwords.open(confirmation);
        if (!clear.isEmpty()) {
            policy.check(errors, PASSWORD, clear);
        }
        if (!clear.equals(again)) {
            errors.add(CONFIRMATION, "password_mismatch", "The two passwords are not the same.");
        }
        return clear;
    }

    /** A password without confirmation, from where nobody types it twice. */
    String wanted(FieldErrors errors, Sealed password) {
        String clear = passwords.open(password);
        policy.check(errors, PASSWORD, clear);
        return clear;
    }

    /**
     * Notes {@code password_contains_username}, or {@code password_contains_name} for a part of the other names or of the
     * address before its {@code @}, and for the name of this program.
     */
    void refuseNames(
            FieldErrors errors, String clear, String username, String firstName, String lastName, String email) {
        String mailbox = email.substring(0, Math.max(0, email.indexOf('@')));
        if (PasswordPolicy.containsName(clear, username)) {
            errors.add(PASSWORD, "password_contains_username", "It may not contain the username.");
        } else if (policy.containsContext(clear, List.of(username, firstName, lastName, mailbox))) {
            errors.add(
                    PASSWORD,
                    "password_contains_name",
                    "It may not contain the user's names or email address, nor the name of this program.");
        }
    }

    /** Notes {@code password_reused}, for one of those the policy remembers. Looks only at what is not refused already. */
    void refuseUsed(FieldErrors errors, String clear, List<PasswordId> used) {
        if (!errors.notedAt(PASSWORD)
                && used.stream().limit(policy.history()).anyMatch(password -> passwords.matches(password, clear))) {
            errors.add(
                    PASSWORD,
                    "password_reused",
                    "It is the current password or one of the " + (policy.history() - 1) + " before it.");
        }
    }

    PasswordId keep(UserId user, String clear) {
        return passwords.keep(user, clear);
    }

    /** Of these, latest first, the ones that are needed: to sign in with, and to compare the next one with. */
    List<PasswordId> needed(List<PasswordId> latestFirst) {
        return latestFirst.stream().limit(Math.max(1, policy.history())).toList();
    }

    /** Those of these that are needed no more. */
    List<PasswordId> surplus(List<PasswordId> latestFirst) {
        return latestFirst.stream().skip(Math.max(1, policy.history())).toList();
    }

    void doubt(UserId user) {
        passwords.doubt(user);
        passkeys.doubt(user);
    }

    void forget(List<PasswordId> surplus) {
        passwords.forget(surplus);
    }

    void forgetPasskeys(List<PasskeyId> surplus) {
        passkeys.forget(surplus);
    }
}
