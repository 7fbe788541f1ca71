package dev.rollcall.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The details of a refusal, as they cross from room to room.
 *
 * @param errors the fields at fault, all of them; empty where no field is
 * @param currentVersion with {@link Rejection#VERSION_MISMATCH}: the version there is now
 * @param changedBy with {@link Rejection#VERSION_MISMATCH}: the name of who made it
 * @param retryAfter with {@link Rejection#TOO_MANY_ATTEMPTS}: seconds to wait
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Refusal(
        Rejection rejection,
        List<FieldError> errors,
        @Nullable Long currentVersion,
        @Nullable String changedBy,
        @Nullable Integer retryAfter) {

    public Refusal {
        errors = List.copyOf(errors);
    }

    public Refusal(Rejection rejection) {
        this(rejection, List.of(), null, null, null);
    }

    public static Refusal of(Rejection rejection, String pointer) {
        return new Refusal(
                rejection, List.of(new FieldError(pointer, rejection.code(), rejection.sentence())), null, null, null);
    }
}
