package dev.rollcall.api;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The keys under which personal data is stored, one a user. Once a user's key is destroyed, no process reads what was stored
 * under it for longer than {@link #MOST_STALE}, and nothing is ever stored readably for that user again.
 */
public interface PersonalKeys {

    /** How long another process may still use a key that was destroyed. */
    Duration MOST_STALE = Duration.ofSeconds(1);

    /** Who has to clear away what is left of a user beside the facts. */
    enum Room {
        COMMAND,
        QUERY
    }

    /**
     * Whose key was made longer ago than this, while nobody has found a fact of that user as yet: some of them, by their
     * identifiers.
     *
     * @param after where to go on
     */
    List<UUID> unsettled(UUID after, Duration ago);

    /** There are facts of these users: their keys stay until they are destroyed. */
    void settle(List<UUID> users);

    /**
     * There are no facts of these users. Their keys are held by no process for longer than {@link #MOST_STALE} from then on, unless
     * it needs them after all, which ends the doubt. Those that were doubted longer ago than this, and ever since, are removed.
     */
    void doubt(List<UUID> users, Duration patience);

    /** Notes, at once and for good, that a user is going to be erased: before the fact that says so. Twice is once. */
    void announce(UUID user);

    /** Forgets an announcement that no fact came of. Nothing happens where the key is destroyed already. */
    void withdraw(UUID user);

    /** Who was announced longer ago than this, and whose key is not destroyed. */
    List<UUID> announced(Duration ago);

    /** Destroys the key of a user, after the fact that says so. Also for one who has none: none is ever made. */
    void destroy(UUID user);

    /** Everybody whose key is destroyed. */
    List<UUID> destroyed();

    /** Whose key was destroyed longer ago than this, while the room has not cleared up since. */
    List<UUID> left(Room room, Duration ago);

    /** The room has cleared up what was left of a user. */
    void cleared(Room room, UUID user);
}
