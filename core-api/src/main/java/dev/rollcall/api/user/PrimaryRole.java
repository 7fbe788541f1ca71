package dev.rollcall.api.user;

/** What a user is; everybody is exactly one. Ranked, highest first. */
public enum PrimaryRole {
    QUALITY_MANAGER,
    QUALITY_LEAD,
    QUALITY_ENGINEER
}
