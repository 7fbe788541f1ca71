package dev.rollcall.command.user;

import dev.rollcall.api.Personal;
import dev.rollcall.api.PersonalKeys;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.engine.Folded;
import dev.rollcall.command.engine.Tables;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an erasure takes beside its fact, in an order in which every crash is made good: the user is announced, the fact is stored,
 * the key is destroyed, the rows of this room are cleared. Whatever is missing of that, {@link ErasureSweeper} does.
 */
final class Erasing {

    private static final Logger LOG = LoggerFactory.getLogger(Erasing.class);

    private final PersonalKeys keys;
    private final Tables tables;
    private final List<Folded<?>> remembered;

    Erasing(PersonalKeys keys, Tables tables, List<Folded<?>> remembered) {
        this.keys = keys;
        this.tables = tables;
        this.remembered = List.copyOf(remembered);
    }

    /** Before the fact. */
    void announce(UserId user) {
        keys.announce(user.value());
    }

    /** After the fact. Where it fails, the decision stands, and the sweeper does the rest. */
    void finish(UserId user) {
        try {
            keys.destroy(user.value());
            clear(user);
        } catch (RuntimeException failure) {
            LOG.warn("User {} is erased, but something is left to be cleared up; this is tried again", user, failure);
        }
    }

    /**
     * Removes what the rows of this room hold of a user whose key is destroyed. Done only once it is long enough ago that no
     * command of this user, as an administrator, can add to it.
     */
    void clear(UserId user) {
        remembered.forEach(Folded::forgetAll);
        tables.jdbc()
                .sql("DELETE FROM command.password WHERE user_id = ?")
                .param(user.value())
                .update();
        tables.jdbc()
                .sql("DELETE FROM command.passkey WHERE user_id = ?")
                .param(user.value())
                .update();
        tables.jdbc()
                .sql("DELETE FROM command.sign_in_failure WHERE user_id = ?")
                .param(user.value())
                .update();
        tables.jdbc()
                .sql("DELETE FROM command.session WHERE user_id = ?")
                .param(user.value())
                .update();
        tables.jdbc()
                .sql("DELETE FROM command.known_browser WHERE user_id = ?")
                .param(user.value())
                .update();
        tables.jdbc()
                .sql("UPDATE command.refused_attempt SET actor_name = ? WHERE actor_id = ? AND actor_name <> ?")
                .params(Personal.ERASED, user.toString(), Personal.ERASED)
                .update();
    }

    /** Clears up after whoever was erased so long ago, and has the bytes rewritten. */
    void clearAll(Duration ago) {
        List<UUID> left = keys.left(PersonalKeys.Room.COMMAND, ago);
        left.forEach(user -> clear(new UserId(user)));
        if (!left.isEmpty()) {
            // rows that were deleted or changed lie in the files until the table is written anew; these are small
            for (String table : new String[] {
                "password", "passkey", "sign_in_failure", "session", "known_browser", "refused_attempt"
            }) {
                tables.jdbc().sql("VACUUM (FULL) command." + table).update();
            }
        }
        left.forEach(user -> keys.cleared(PersonalKeys.Room.COMMAND, user));
    }
}
