package dev.rollcall.api.audit;

import dev.rollcall.api.Position;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a projection is doing.
 *
 * @param position the last fact it has applied; absent: none yet
 * @param lag how many facts are stored after that
 * @param deadLetters facts it could not apply and has parked
 * @param difference of whom less is applied than is stored; absent: nobody, as far as it is known
 * @param fedBy the process that applies facts to it at this moment; absent: none
 * @param rebuild the last rebuild, if there was one
 */
public record ProjectionView(
        String name,
        @Nullable Position position,
        long lag,
        State state,
        long deadLetters,
        @Nullable Difference difference,
        @Nullable String fedBy,
        @Nullable RebuildView rebuild) {

    /** Fed by nobody. */
    public ProjectionView(
            String name,
            @Nullable Position position,
            long lag,
            State state,
            long deadLetters,
            @Nullable Difference difference,
            @Nullable RebuildView rebuild) {
        this(name, position, lag, state, deadLetters, difference, null, rebuild);
    }

    public enum State {
        RUNNING,
        CATCHING_UP,
        FAILED,
        STOPPED,
        /** It has lost facts; see {@link ProjectionView#difference()}. Only a rebuild brings them back. */
        INCOMPLETE
    }

    /**
     * A user or client of whom a projection has applied less than is stored, though it has come past that.
     *
     * @param subjects how many there are of them; this is the one that has been known for the longest
     * @param stored the version stored
     * @param applied the version applied; -1: nothing
     */
    public record Difference(UUID subject, long stored, long applied, Instant since, long subjects) {}
}
