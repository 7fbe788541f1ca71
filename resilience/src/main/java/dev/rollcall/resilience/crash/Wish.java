package dev.rollcall.resilience.crash;

import java.util.List;

/** What the callers of a crash run ask for, with the facts that each leaves once, all of them or none. */
enum Wish {
    CREATE_USER("user-created"),
    EDIT_NAMES("user-renamed"),
    EDIT_EMAIL("user-email-changed"),
    EDIT_NAMES_AND_EMAIL("user-renamed", "user-email-changed"),
    EDIT_ROLE("user-primary-role-changed"),
    UPDATE_USER_AND_CLIENT("user-renamed", "client-deregistered"),
    REMOVE_USER("user-removed"),
    PROVISION("client-provisioned"),
    REGISTER("client-registered"),
    DEREGISTER("client-deregistered"),
    REREGISTER("client-reregistered"),
    REPROVISION("client-reprovisioned"),
    RENAME_CLIENT("client-renamed"),
    REASSIGN_CLIENT("client-reassigned"),
    REMOVE_CLIENT("client-removed");

    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> facts;

    Wish(String... facts) {
        this.facts = List.of(facts);
    }

    /** Stored names; besides these a wish may leave facts of the guards, and clients removed with their user. */
    List<String> facts() {
        return facts;
    }
}
