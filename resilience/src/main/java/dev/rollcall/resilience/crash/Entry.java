package dev.rollcall.resilience.crash;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * One line of the written history. Times are microseconds since the run began, by a clock that never steps.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Asked.class, name = "asked"),
    @JsonSubTypes.Type(value = Entry.Answered.class, name = "answered"),
    @JsonSubTypes.Type(value = Entry.Unanswered.class, name = "unanswered"),
    @JsonSubTypes.Type(value = Entry.Struck.class, name = "struck")
})
sealed interface Entry {

    /** When; for a fault: when it began. */
    long micros();

    /**
     * An attempt, written before it is sent.
     *
     * @param errand number of what is wanted; a retry has the number and key of the first attempt
     * @param attempt from 1
     * @param correlation of this attempt alone, so that a stored fact tells which attempt left it
     */
    record Asked(
            long errand,
            int attempt,
            Wish wish,
            String key,
            String correlation,
            String request,
            @Nullable String body,
            long micros)
            implements Entry {}

    /**
     * An attempt that was answered.
     *
     * @param code of a refusal
     * @param subject the user or client whose version the answer gives
     */
    record Answered(
            long errand,
            int attempt,
            int status,
            String code,
            String subject,
            @Nullable Long version,
            @Nullable String position,
            long micros)
            implements Entry {

        boolean accepted() {
            return status >= 200 && status < 300;
        }

        /** A server error does not say whether anything was done. */
        boolean refused() {
            return status >= 400 && status < 500;
        }
    }

    /** An attempt of which nobody learnt the outcome. */
    record Unanswered(long errand, int attempt, String why, long micros) implements Entry {}

    /**
     * A fault.
     *
     * @param died how many processes the signal ended
     * @param inFlight how many attempts were under way then, or were begun before no more were
     * @param unanswered how many of these got no answer, or an error
     */
    record Struck(int number, Fault fault, long micros, long doneMicros, int died, int inFlight, int unanswered)
            implements Entry {

        /** Whether there is evidence that it hit the service at work. */
        boolean landed() {
            return died > 0 && unanswered > 0;
        }
    }
}
