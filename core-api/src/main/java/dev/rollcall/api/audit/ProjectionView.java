package dev.rollcall.api.audit;

import dev.rollcall.api.Position;
import org.jspecify.annotations.Nullable;

/**
 * How a projection is doing.
 *
 * @param position the last fact it has applied; absent: none yet
 * @param lag how many facts are stored after that
 * @param deadLetters facts it could not apply and has parked
 * @param rebuild the last rebuild, if there was one
 */
public record ProjectionView(
        String name,
        @Nullable Position position,
        long lag,
        State state,
        long deadLetters,
        @Nullable RebuildView rebuild) {

    public enum State {
        RUNNING,
        CATCHING_UP,
        FAILED,
        STOPPED
    }
}
