package dev.rollcall.command.claim;

/** What has to be unique in an installation, regardless of case. */
public enum ClaimKind {
    USERNAME,
    EMAIL,
    CLIENT_NAME
}
