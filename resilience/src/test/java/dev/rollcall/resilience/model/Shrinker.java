package dev.rollcall.resilience.model;

/** Drops steps from a failing sequence as long as it fails all the same, halves first, single steps last. */
final class Shrinker {

    /** Plays a sequence in a fresh name space. */
    interface Play {
        boolean fails(Sequence sequence);
    }

    private Shrinker() {}

    static Sequence shrink(Sequence failing, Play play) {
        Sequence least = failing;
        for (int size = Math.max(1, least.steps().size() / 2); size >= 1; size = size == 1 ? 0 : size / 2) {
            boolean dropped = true;
            while (dropped) {
                dropped = false;
                for (int to = least.steps().size(); to > 0; to -= size) {
                    Sequence fewer = least.without(Math.max(0, to - size), to);
                    if (!fewer.steps().isEmpty() && play.fails(fewer)) {
                        least = fewer;
                        dropped = true;
                    }
                }
            }
        }
        return least;
    }
}
