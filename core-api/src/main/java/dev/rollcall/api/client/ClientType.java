package dev.rollcall.api.client;

/** What a client is used for. */
public enum ClientType {
    NORMAL,
    CI_CD
}
