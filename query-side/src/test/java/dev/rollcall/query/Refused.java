package dev.rollcall.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejection;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a question is refused with. */
public final class Refused {

    private Refused() {}

    /** Expects that exactly this one value is refused. */
    public static void at(String pointer, ThrowingCallable question) {
        Declined declined = catchThrowableOfType(Declined.class, question);
        assertThat(declined).as("refused at " + pointer).isNotNull();
        assertThat(declined.getStackTrace()).isEmpty();
        Refusal refusal = declined.<Refusal>getDetails().orElseThrow();
        assertThat(refusal.rejection()).isEqualTo(Rejection.INVALID_VALUES);
        assertThat(refusal.errors()).extracting(FieldError::pointer).containsExactly(pointer);
    }
}
