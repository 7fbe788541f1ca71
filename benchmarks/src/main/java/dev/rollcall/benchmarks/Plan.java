package dev.rollcall.benchmarks;

/**
 * How much is measured.
 *
 * @param rounds of everything, each with its own yardstick; 1 or more
 * @param seconds of one round of one load; 1 or more
 * @param facts that are rebuilt from; 1000 or more
 * @param many facts in the store that is opened full; 1000 or more
 */
record Plan(int rounds, int seconds, int facts, int many) {

    /** Refuses (IllegalArgumentException) what is less. */
    Plan {
        if (rounds < 1 || seconds < 1 || facts < 1000 || many < 1000) {
            throw new IllegalArgumentException("rounds and seconds must be 1 or more, facts and many 1000 or more");
        }
    }

    /** A plan that differs in one number, written {@code name=value}. */
    Plan with(String word) {
        String[] parts = word.split("=", 2);
        int value = Integer.parseInt(parts[1]);
        return switch (parts[0]) {
            case "rounds" -> new Plan(value, seconds, facts, many);
            case "seconds" -> new Plan(rounds, value, facts, many);
            case "facts" -> new Plan(rounds, seconds, value, many);
            case "many" -> new Plan(rounds, seconds, facts, value);
            default -> throw new IllegalArgumentException("there is no " + parts[0] + ": rounds, seconds, facts, many");
        };
    }
}
