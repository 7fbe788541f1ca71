package dev.rollcall.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What several rounds measured of one thing. */
final class Series {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    /** Of an even number the mean of the two in the middle. */
    double median() {
        if (values.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** @param quantile 0 to 1 */
    double at(double quantile) {
        if (values.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(quantile * sorted.size())));
    }

    double least() {
        return Collections.min(values);
    }

    double most() {
        return Collections.max(values);
    }

    /** In the order in which they were measured. */
    List<Double> values() {
        return List.copyOf(values);
    }

    int size() {
        return values.size();
    }

    /** The values round by round, divided by those of the yardstick in the same round. */
    Series over(Series yardstick) {
        Series ratio = new Series();
        for (int round = 0; round < Math.min(size(), yardstick.size()); round++) {
            ratio.add(values.get(round) / yardstick.values.get(round));
        }
        return ratio;
    }

    /** Median and, in brackets, the least and the most. */
    String in(String format) {
        return (format + " (" + format + "–" + format + ")")
                .formatted(median(), Collections.min(values), Collections.max(values));
    }
}
