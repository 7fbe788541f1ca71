package dev.rollcall.resilience.crash;

import dev.rollcall.resilience.Ask;

/**
 * Something a caller wants done, and goes on wanting under the same key while nobody knows whether it was.
 *
 * @param subject the user or client whose version the answer gives; empty where the service is yet to name it
 * @param attempt from 1
 */
record Errand(long number, int attempt, Wish wish, Ask ask, String subject) {

    private static final String PREFIX = "crash-";

    String key() {
        return PREFIX + number;
    }

    /** Differs from attempt to attempt. */
    String correlation() {
        return PREFIX + number + "-" + attempt;
    }

    static boolean ours(String correlation) {
        return correlation.startsWith(PREFIX);
    }

    Ask request() {
        return ask.key(key()).correlation(correlation());
    }

    Errand again() {
        return new Errand(number, attempt + 1, wish, ask, subject);
    }
}
