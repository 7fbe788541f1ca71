package dev.rollcall.web;

/** A request that went no further than the web. An answer, not a fault: it has no stack trace. */
final class Declined extends RuntimeException {

    private final transient Problem problem;

    Declined(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
