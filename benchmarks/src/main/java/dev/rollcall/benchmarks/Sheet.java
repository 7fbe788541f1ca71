package dev.rollcall.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The table of all figures. A figure whose commands were not kept exactly once is worth nothing: then the sheet is void. */
final class Sheet {

    private final List<String> rows = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /** @param goal what was aimed at; empty: nothing, it is only of interest */
    void add(String figure, String ours, String yardstick, String ratio, String goal) {
        rows.add("| " + String.join(" | ", figure, ours, yardstick, ratio, goal) + " |");
        System.err.println(rows.get(rows.size() - 1));
    }

    /** Notes that something acknowledged is not stored exactly once. */
    void require(boolean kept, String violation) {
        if (!kept) {
            violations.add(violation);
        }
    }

    void expectStored(String what, long acknowledged, long stored) {
        require(acknowledged == stored, what + ": " + acknowledged + " acknowledged, " + stored + " stored");
    }

    /** Prints it, and answers whether it is valid. */
    boolean print() {
        System.out.println("| figure | ours | yardstick | ratio | goal |\n|---|---|---|---|---|");
        rows.forEach(System.out::println);
        violations.forEach(violation -> System.out.println("VOID: " + violation));
        return violations.isEmpty();
    }
}
