package dev.rollcall.api.client;

/** What an administrator can do to a client, and what depends on its status. */
public enum ClientAction {
    DEREGISTER,
    REREGISTER,
    REPROVISION
}
