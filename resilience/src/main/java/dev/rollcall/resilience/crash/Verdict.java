package dev.rollcall.resilience.crash;

import java.util.List;

/**
 * What the judge found.
 *
 * @param unknown outcomes that nobody learnt, whichever they were
 * @param unknownStored how many of these were stored
 * @param faults what must not be, each in a line
 */
record Verdict(
        long acknowledged,
        long refused,
        long unknown,
        long unknownStored,
        long lost,
        long doubled,
        long refusedButStored,
        List<String> faults) {}
