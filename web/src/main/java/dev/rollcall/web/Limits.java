package dev.rollcall.web;

/** How much can be asked for at once. */
final class Limits {

    static final int PAGE = 200;
    static final int FACTS = 1000;

    private Limits() {}

    /** Refuses ({@link Declined}, 400) fewer than one and more than these. */
    static void page(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw new Declined(Problem.malformed("/limit", "out_of_range", "A limit is 1 to " + most + "."));
        }
    }
}
