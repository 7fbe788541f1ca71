package dev.rollcall.api;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a room keeps wrapped under keys of the installation, a row each, and the keys it is wrapped under: a row is never wrapped
 * under a key that is not registered, and no key is retired while a row is wrapped under it. Keys are named by their
 * fingerprints.
 */
public interface WrappedRows {

    /** The keys that rows may be wrapped under, the one registered last at the end. */
    List<String> registered();

    /** The keys that were registered once, and that nothing is ever wrapped under again. */
    Set<String> retired();

    /** Nothing happens where the key is, or was, registered. */
    void register(String fingerprint);

    /**
     * Retires a key.
     *
     * @return whether it is retired; not where a row is wrapped under it
     */
    boolean retire(String fingerprint);

    /** Whether this is how the store refuses to keep a row under a key that is not registered. */
    boolean isUnregistered(RuntimeException failure);

    /**
     * Some rows, in order, of those that are wrapped under another key than the one registered last.
     *
     * @param last how far they reach; absent: there were none
     * @param count how many are wrapped anew
     */
    record Page(@Nullable UUID last, int count) {}

    /**
     * Wraps some rows anew.
     *
     * @param after where the page before ended; absent: from the beginning
     * @param limit at most so many
     * @param under a registered key
     */
    Page rewrap(@Nullable UUID after, int limit, String under);

    /**
     * Has the store give up what the rows were before.
     *
     * @return whether it did; not where others have the rows in use for long
     */
    boolean compact();

    /** What the rows are, for the log: "keys of users". */
    String name();
}
