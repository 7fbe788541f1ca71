package dev.rollcall.store;

import java.time.Duration;

/**
 * How far the delivery of facts lags behind because of a transaction that somebody left open: readers stop below the oldest one
 * that has written, in any database of the cluster. For gauges; the log names the session.
 */
public interface OpenTransactionWatch {

    /** How long committed facts have been waiting for an older transaction to end; zero when none are. */
    Duration heldBack();

    /** How long the oldest transaction that has written has been open, when last looked at; zero when there is none. */
    Duration oldest();
}
