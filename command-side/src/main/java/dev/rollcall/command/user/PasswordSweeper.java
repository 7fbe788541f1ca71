package dev.rollcall.command.user;

import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Removes hashes that no fact names: a hash is kept before its fact, and the fact may never come. Any number of processes may
 * do this at the same time.
 */
final class PasswordSweeper {

    /** No decision takes this long, so a hash this old without a fact will never have one. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private final StoredPasswords passwords;
    private final WrongSignIns wrongSignIns;
    private final SourcedUsers users;
    private final Credentials credentials;
    private final Clock clock;

    PasswordSweeper(
            StoredPasswords passwords,
            WrongSignIns wrongSignIns,
            SourcedUsers users,
            Credentials credentials,
            Clock clock) {
        this.passwords = passwords;
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
        wrongSignIns.sweep();
    }
}
