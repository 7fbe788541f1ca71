package dev.rollcall.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the report.
 *
 * @param row of the table that says what is to be measured
 * @param unit of what was measured, with a blank before it where one belongs there
 * @param yardstick what it is compared with; absent: nothing
 * @param yardstickUnit likewise
 * @param goal absent: it is only of interest
 * @param load of the machine over the last minute, when the row began
 * @param cores that the process which asked took itself, on average; absent: nobody asked
 */
record Figure(
        int row,
        String what,
        Series ours,
        String unit,
        @Nullable Series yardstick,
        String yardstickName,
        String yardstickUnit,
        @Nullable Goal goal,
        String load,
        @Nullable Series cores) {

    /**
     * What was aimed at.
     *
     * @param ofRatio or of what was measured itself
     */
    record Goal(double bound, boolean atLeast, boolean ofRatio) {
        boolean met(double value) {
            return atLeast ? value >= bound : value <= bound;
        }

        String text() {
            return (atLeast ? "≥ " : "≤ ") + number(bound);
        }
    }

    static Goal atLeast(double bound) {
        return new Goal(bound, true, true);
    }

    static Goal atMost(double bound) {
        return new Goal(bound, false, true);
    }

    /** Of the figure itself, in its unit. */
    static Goal within(double bound) {
        return new Goal(bound, false, false);
    }

    @Nullable
    Series ratio() {
        return yardstick == null ? null : ours.over(yardstick);
    }

    /** What the goal is about; the ratio where there is no goal but a yardstick. */
    Series judged() {
        Series ratio = ratio();
        return ratio == null || (goal != null && !goal.ofRatio()) ? ours : ratio;
    }

    String verdict() {
        return goal == null ? "" : goal.met(judged().median()) ? "yes" : "**no**";
    }

    String line() {
        Series ratio = ratio();
        return "| "
                + String.join(
                        " | ",
                        String.valueOf(row),
                        what,
                        text(ours) + unit,
                        yardstick == null ? "–" : yardstickName + " " + text(yardstick) + yardstickUnit,
                        ratio == null ? "–" : text(ratio),
                        goal == null ? "" : goal.text() + (goal.ofRatio() || ratio == null ? "" : unit),
                        verdict(),
                        cores == null ? "" : number(cores.median()),
                        load)
                + " |";
    }

    /** As it is kept beside the report. */
    Map<String, Object> raw() {
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("row", row);
        raw.put("what", what);
        raw.put("unit", unit.strip());
        raw.put("values", ours.values());
        if (yardstick != null) {
            raw.put("yardstick", yardstickName);
            raw.put("yardstickUnit", yardstickUnit.strip());
            raw.put("yardstickValues", yardstick.values());
            raw.put("ratios", ours.over(yardstick).values());
        }
        if (goal != null) {
            raw.put("goal", goal.text());
            raw.put("goalOf", goal.ofRatio() ? "ratio" : "value");
            raw.put("met", goal.met(judged().median()));
        }
        if (cores != null) {
            raw.put("coresOfTheDriver", cores.values());
        }
        raw.put("load", load);
        return raw;
    }

    private static String text(Series series) {
        return number(series.median()) + " (" + number(series.least()) + "–" + number(series.most()) + ")";
    }

    /** To three digits or so. */
    static String number(double value) {
        double size = Math.abs(value);
        return size >= 100 ? "%.0f".formatted(value) : size >= 10 ? "%.1f".formatted(value) : "%.2f".formatted(value);
    }
}
