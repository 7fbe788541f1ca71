package dev.rollcall.query;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejection;
import java.util.List;
import org.axonframework.queryhandling.QueryExecutionException;

/** A question that was refused: an answer, not a fault. No stack trace; its details are the {@link Refusal}. */
public final class Declined extends QueryExecutionException {

    public Declined(Refusal refusal) {
        super(refusal.rejection().sentence(), null, refusal, false);
    }

    public Declined(Rejection rejection) {
        this(new Refusal(rejection));
    }

    /** Some value in the question is not acceptable: {@code invalid_values}. */
    public static Declined invalid(FieldError error) {
        return new Declined(new Refusal(Rejection.INVALID_VALUES, List.of(error), null, null, null));
    }
}
