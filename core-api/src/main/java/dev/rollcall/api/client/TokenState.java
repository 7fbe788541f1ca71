package dev.rollcall.api.client;

/** How far a token has come. */
public enum TokenState {
    /** Waiting to be pasted into a client. */
    ISSUED,
    /** A client uses it. */
    CLAIMED,
    REVOKED
}
