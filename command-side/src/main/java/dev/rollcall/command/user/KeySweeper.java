package dev.rollcall.command.user;

import dev.rollcall.api.PersonalKeys;
import dev.rollcall.api.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Removes keys of users of whom no fact came to be: where facts are kept elsewhere, the key is stored first, and the fact may be
 * refused. Any number of processes may do this at the same time.
 *
 * <p>A key is only doubted at first. Whoever seals or opens something under it from then on ends the doubt; who held the key
 * before has had {@link #PATIENCE} to store what was sealed, and facts are looked for once more before the key goes.
 */
final class KeySweeper {

    /** Nearly every fact is there by then. */
    static final Duration UNDER_WAY = Duration.ofMinutes(10);

    /** No decision takes this long; and a store that was restored from an older backup by mistake can be exchanged meanwhile. */
    static final Duration PATIENCE = Duration.ofDays(1);

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final PersonalKeys keys;
    private final SourcedUsers users;

    KeySweeper(PersonalKeys keys, SourcedUsers users) {
        this.keys = keys;
        this.users = users;
    }

    void sweep() {
        List<UUID> page = keys.unsettled(BEFORE_ALL, UNDER_WAY);
        while (!page.isEmpty()) {
            List<UUID> needed = new ArrayList<>();
            List<UUID> doubtful = new ArrayList<>();
            for (UUID user : page) {
                (users.erased(new UserId(user)).isPresent() ? needed : doubtful).add(user);
            }
            keys.settle(needed);
            keys.doubt(doubtful, PATIENCE);
            page = keys.unsettled(page.get(page.size() - 1), UNDER_WAY);
        }
    }
}
