package dev.rollcall.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the delivery of facts lags behind because of a transaction that somebody left open: readers stop below the oldest one
 * that has written, in any database of the cluster. For gauges and
 * readiness; the log names the session as well.
 */
public interface OpenTransactionWatch {

    /** How long committed facts have been waiting for an older transaction to end; zero when none are. */
    Duration heldBack();

    /** How long the oldest transaction that has written has been open, when last looked at; zero when there is none. */
    Duration oldest();

    /**
     * Whose transaction has been open for so long that it is named in the log, when last looked at; empty where there is none,
     * or none that this role may see.
     */
    Optional<Session> named();

    /**
     * A session of the database, without anything that it asks or does.
     *
     * @param id its process identifier, or {@code prepared} and the name of a prepared transaction
     * @param application the name it goes by
     * @param since when its transaction began
     */
    record Session(String id, @Nullable String application, Instant since) {}
}
