package dev.rollcall.app;

/** Why the program cannot start: one line that names the property at fault and the cure. */
final class StartFailure extends RuntimeException {

    private final String property;

    StartFailure(String property, String problem, String cure) {
        this(property, problem, cure, null);
    }

    @SuppressWarnings("NullAway") // Throwable takes a cause that is absent
    StartFailure(String property, String problem, String cure, @org.jspecify.annotations.Nullable Throwable cause) {
        super(property + ": " + problem + ". " + cure + ".", cause);
        this.property = property;
    }

    String property() {
        return property;
    }
}
