package dev.rollcall.web.console;

import dev.rollcall.api.audit.FactRateView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many facts there were in each of the last spans of time.
 *
 * @param facts of each span, the last one not over yet
 */
record Rates(Instant askedAt, List<Long> facts) {

    /** The length of a span. */
    static final int SECONDS = 10;

    private static final int SPANS = 60;
    private static final int WIDTH = 150;
    private static final int HEIGHT = 40;

    /** Where the first span begins. */
    static Instant begin(Instant now) {
        return Instant.ofEpochSecond((now.getEpochSecond() / SECONDS - SPANS + 1) * SECONDS);
    }

    static Rates until(Instant now, List<FactRateView> found) {
        Long[] facts = new Long[SPANS];
        Arrays.fill(facts, 0L);
        for (FactRateView rate : found) {
            int span = (int) (Duration.between(begin(now), rate.from()).toSeconds() / SECONDS);
            if (span >= 0 && span < SPANS) {
                facts[span] = rate.facts();
            }
        }
        return new Rates(now, List.of(facts));
    }

    /** Facts a second in the busiest span. */
    public double most() {
        return facts.stream().mapToLong(Long::longValue).max().orElse(0) / (double) SECONDS;
    }

    /** Facts a second over the last minute that is over. */
    public double lately() {
        int spans = 60 / SECONDS;
        return facts.subList(SPANS - 1 - spans, SPANS - 1).stream()
                        .mapToLong(Long::longValue)
                        .sum()
                / 60.0;
    }

    public int minutes() {
        return SPANS * SECONDS / 60;
    }

    /** As points of an area in a field of {@value #WIDTH} by {@value #HEIGHT}. */
    public String area() {
        double most = Math.max(1, most() * SECONDS);
        String line = IntStream.range(0, SPANS)
                .mapToObj(span -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        span * (double) WIDTH / (SPANS - 1),
                        HEIGHT - 1 - facts.get(span) / most * (HEIGHT - 4)))
                .collect(Collectors.joining(" "));
        return "0," + (HEIGHT - 1) + " " + line + " " + WIDTH + "," + (HEIGHT - 1);
    }
}
