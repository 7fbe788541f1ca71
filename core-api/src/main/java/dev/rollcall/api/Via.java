package dev.rollcall.api;

/** Through what somebody acted. */
public enum Via {
    CONSOLE,
    API,
    SERVICE,
    CLIENT,
    SYSTEM
}
