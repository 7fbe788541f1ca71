package dev.rollcall.api.user;

/** How a user signs in. */
public enum SignInConfiguration {
    /** With a password that is kept here. */
    DEFAULT,
    LDAP,
    SAML
}
