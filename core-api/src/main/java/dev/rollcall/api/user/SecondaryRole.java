package dev.rollcall.api.user;

/** What a quality manager can be besides. */
public enum SecondaryRole {
    ADMIN,
    /** In a wish: take the secondary role away. Never in a fact or a view. */
    NONE
}
