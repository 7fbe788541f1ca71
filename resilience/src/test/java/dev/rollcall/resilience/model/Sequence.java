package dev.rollcall.resilience.model;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A random sequence of steps that its seed determines, or what is left of it. Written as {@code seed: 0 3 4 9}.
 *
 * @param steps the numbers of the steps that are taken
 */
record Sequence(long seed, List<Integer> steps) {

    static Sequence of(long seed, int length) {
        return new Sequence(seed, IntStream.range(0, length).boxed().toList());
    }

    static Sequence parse(String line) {
        String[] parts = line.split(":", 2);
        return new Sequence(
                Long.parseLong(parts[0].strip()),
                Stream.of(parts[1].strip().split("\\s+")).map(Integer::valueOf).toList());
    }

    /** The dice of one step: the same whichever other steps are taken. */
    Random dice(int step) {
        Random dice = new Random(seed * 1_000_003 + step);
        dice.nextInt(); // the first one of neighbouring seeds is nearly the same
        return dice;
    }

    Sequence without(int from, int to) {
        return new Sequence(
                seed,
                Stream.concat(steps.subList(0, from).stream(), steps.subList(to, steps.size()).stream())
                        .toList());
    }

    @Override
    public String toString() {
        return seed + ": " + steps.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
