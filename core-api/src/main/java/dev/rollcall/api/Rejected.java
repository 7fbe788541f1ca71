package dev.rollcall.api;

import java.util.List;
import org.axonframework.commandhandling.CommandExecutionException;

/**
 * A wish that was refused. An answer, not a fault: it has no stack trace, and its details are the {@link Refusal}, also
 * where it was decided in another process.
 */
public final class Rejected extends CommandExecutionException {

    private final Refusal refusal;

    public Rejected(Refusal refusal) {
        super(refusal.rejection().sentence(), null, refusal, false);
        this.refusal = refusal;
    }

    public Rejected(Rejection rejection) {
        this(new Refusal(rejection));
    }

    public static void when(boolean refused, Rejection rejection) {
        if (refused) {
            throw new Rejected(rejection);
        }
    }

    /** Refuses when there are errors, and names them all. */
    public static void whenInvalid(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new Rejected(new Refusal(Rejection.INVALID_VALUES, errors, null, null, null));
        }
    }

    public static Rejected stale(long currentVersion, String changedBy) {
        return new Rejected(new Refusal(Rejection.VERSION_MISMATCH, List.of(), currentVersion, changedBy, null));
    }

    public Refusal refusal() {
        return refusal;
    }
}
