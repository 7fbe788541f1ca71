package dev.rollcall.web;

import dev.rollcall.api.FieldError;

/** A request that went no further than the web. An answer, not a fault: it has no stack trace. */
public final class Declined extends RuntimeException {

    private final transient Problem problem;

    public Declined(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** The same, where a field has another name here than where it was found wrong. */
    Declined renamed(String pointer, String here) {
        return new Declined(new Problem(
                problem.status(),
                problem.code(),
                problem.detail(),
                problem.errors().stream()
                        .map(error -> error.pointer().equals(pointer)
                                ? new FieldError(here, error.code(), error.detail())
                                : error)
                        .toList(),
                problem.headers(),
                problem.members()));
    }

    public Problem problem() {
        return problem;
    }
}
