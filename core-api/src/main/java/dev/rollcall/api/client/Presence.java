package dev.rollcall.api.client;

/** Whether a machine is connected right now; never a status. */
public enum Presence {
    ONLINE,
    OFFLINE
}
