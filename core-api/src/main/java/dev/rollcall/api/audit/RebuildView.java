package dev.rollcall.api.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a rebuild has come.
 *
 * @param check whether it is only compared with the view that answers, instead of taking its place
 * @param percent 0–100
 * @param eventsPerSecond over the whole run
 * @param secondsLeft at that rate
 * @param checksum of the view it made, once done: equal for equal content
 * @param equal once done: whether the view that answered had the same content
 * @param failure why it failed, in one line
 */
public record RebuildView(
        String projection,
        boolean check,
        State state,
        double percent,
        long events,
        long total,
        double eventsPerSecond,
        @Nullable Long secondsLeft,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String checksum,
        @Nullable Boolean equal,
        @Nullable String failure) {

    public enum State {
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }
}
