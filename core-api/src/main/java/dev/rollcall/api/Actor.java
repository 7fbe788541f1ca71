package dev.rollcall.api;

import java.util.List;

/**
 * Who acts. For a {@code USER} the identifier is the user's, for a {@code CLIENT} the client's, and the roles are those
 * held at that moment; {@code SYSTEM} is the program itself.
 */
public record Actor(Kind kind, String id, String name, List<String> roles) {

    public enum Kind {
        USER,
        SERVICE,
        CLIENT,
        SYSTEM
    }

    /** The program itself, at its first start. */
    public static final Actor SYSTEM = new Actor(Kind.SYSTEM, "system", "system", List.of());

    public Actor {
        roles = List.copyOf(roles);
    }

    /** Whether primary role {@code QUALITY_MANAGER} and secondary role {@code ADMIN} are both held. */
    public boolean administrator() {
        return kind == Kind.USER && roles.contains("QUALITY_MANAGER") && roles.contains("ADMIN");
    }
}
