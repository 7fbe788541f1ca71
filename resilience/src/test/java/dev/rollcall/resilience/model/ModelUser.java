package dev.rollcall.resilience.model;

import java.util.ArrayList;
import java.util.List;

/** A user as the model has it. */
final class ModelUser {

    String id = "";
    String username = "";
    String configuration = "";
    String email = "";
    String firstName = "";
    String lastName = "";
    String role = "";
    boolean admin;
    boolean removed;
    String updatedBy = "";
    /** The present one last; empty for users without one here. */
    final List<String> passwords = new ArrayList<>();
    /** Stored names, from the first to the last; those before the model looked are {@code ?}. */
    final List<String> facts = new ArrayList<>();

    long version() {
        return facts.size() - 1L;
    }

    boolean administrator() {
        return admin && !removed;
    }

    boolean canSignIn() {
        return !removed && !passwords.isEmpty();
    }

    String password() {
        return passwords.get(passwords.size() - 1);
    }

    void record(String by, List<String> names) {
        facts.addAll(names);
        if (!names.isEmpty()) {
            updatedBy = by;
        }
    }

    @Override
    public String toString() {
        return (removed ? "removed " : "") + username;
    }
}
