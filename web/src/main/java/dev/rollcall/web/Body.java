package dev.rollcall.web;

import dev.rollcall.api.FieldError;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The body of a request, as far as it could be read.
 *
 * @param fields what it says; what is absent, {@code null} or faulty is null
 * @param cleared JSON Pointers of the fields that were explicitly {@code null}
 * @param faults values that nobody could use, such as a role that does not exist. The domain judges the others, so that a
 *     caller learns of all of them at once
 * @param canonical equal for bodies that say the same
 */
record Body<T>(T fields, Set<String> cleared, List<FieldError> faults, String canonical) {

    Body {
        cleared = Set.copyOf(cleared);
        faults = List.copyOf(faults);
    }

    /** With what else the web found wrong in it. */
    Body<T> with(List<FieldError> more) {
        return new Body<>(
                fields, cleared, Stream.concat(faults.stream(), more.stream()).toList(), canonical);
    }

    /** Whether every value in it can be handed on. */
    boolean sound() {
        return faults.isEmpty();
    }

    /** Refuses (422) faults, where there is nothing else in the body that the domain could judge. */
    void refuseFaults() {
        if (!faults.isEmpty()) {
            throw Courier.invalid(faults);
        }
    }
}
