package dev.rollcall.command.user;

import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Removes hashes and passkeys that no fact names: each is kept before its fact, and the fact may never come. Any number of processes may
 * do this at the same time.
 */
final class PasswordSweeper {

    /** No decision takes this long, so a hash this old without a fact will never have one. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private final StoredPasswords passwords;
    private final StoredPasskeys passkeys;
    private final WrongSignIns wrongSignIns;
    private final SourcedUsers users;
    private final Credentials credentials;
    private final Clock clock;

    PasswordSweeper(
            StoredPasswords passwords,
            StoredPasskeys passkeys,
            WrongSignIns wrongSignIns,
            SourcedUsers users,
            Credentials credentials,
            Clock clock) {
        this.passwords = passwords;
        this.passkeys = passkeys;
        this.wrongSignIns = wrongSignIns;
        this.users = users;
        this.credentials = credentials;
        this.clock = clock;
    }

    void sweep() {
        Instant before = clock.instant().minus(PATIENCE);
        for (UserId user : passwords.unsettled(before)) {
            List<PasswordId> named =
                    users.current(user).map(UserState::passwords).orElse(List.of());
            passwords.settle(user, credentials.needed(named), before);
        }
        for (UserId user : passkeys.unsettled(before)) {
            List<PasskeyId> named = users.current(user).map(UserState::passkeys).orElse(List.of());
            passkeys.settle(user, named, before);
        }
        wrongSignIns.sweep();
    }
}
