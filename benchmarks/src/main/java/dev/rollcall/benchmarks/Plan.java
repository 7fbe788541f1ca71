package dev.rollcall.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much is measured.
 *
 * @param rounds of everything, each with its own yardstick; 1 or more
 * @param seconds of one round of one load; 1 or more
 * @param users that are there for most rows, with two clients each; 1,000 or more
 * @param many users of the rows that ask for many; at least as many
 * @param facts that are rebuilt from, and in the store that is opened full; 1,000 or more
 * @param most users of the last stage of growth; at least {@code many}
 * @param edits of the user with the longest life, in the rows about growth; 100 or more
 */
record Plan(int rounds, int seconds, int users, int many, int facts, int most, int edits) {

    static final Plan USUAL = new Plan(5, 5, 10_000, 100_000, 1_000_000, 1_000_000, 10_000);
    /** Less of everything: for a look whether all of it works, in less than five minutes. */
    static final Plan QUICK = new Plan(2, 1, 1_000, 2_000, 20_000, 4_000, 1_000);

    /** Refuses (IllegalArgumentException) what is less. */
    Plan {
        if (rounds < 1 || seconds < 1 || users < 1000 || many < users || facts < 1000 || most < many || edits < 100) {
            throw new IllegalArgumentException(
                    "rounds and seconds must be 1 or more, users and facts 1000 or more, many"
                            + " at least users, most at least many, edits 100 or more");
        }
    }

    /** A plan that differs in these numbers, each written {@code name=value}; judged when all of them are there. */
    Plan with(List<String> words) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        numbers.put("rounds", rounds);
        numbers.put("seconds", seconds);
        numbers.put("users", users);
        numbers.put("many", many);
        numbers.put("facts", facts);
        numbers.put("most", most);
        numbers.put("edits", edits);
        for (String word : words) {
            String[] parts = word.split("=", 2);
            if (numbers.replace(parts[0], Integer.valueOf(parts[parts.length - 1])) == null) {
                throw new IllegalArgumentException("there is no " + parts[0] + ": " + numbers.keySet());
            }
        }
        List<Integer> all = List.copyOf(numbers.values());
        return new Plan(all.get(0), all.get(1), all.get(2), all.get(3), all.get(4), all.get(5), all.get(6));
    }
}
