package dev.rollcall.resilience.loss;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Troubles that any installation can have. Clocks are in seconds ahead of the true time, or behind. */
enum Scenario {
    COMMITS_LATE("commits as late as the reader is patient, rollbacks", true, 0, 0) {
        @Override
        Work work(Engine engine, String url, int facts) {
            // as many rollbacks as it takes until the stock engine begins to give gaps up
            int lapse = Integer.getInteger("rollcall.loss.lapse", 60);
            return new Work(engine, url, facts, 24, 30, 5, PATIENCE / lapse, System.currentTimeMillis(), lapse);
        }
    },
    CLOCKS_DIFFER("clocks of four writers: true, +2 min, -2 min, -1 h", true, 0, 0, 120, -120, -3_600),
    WRITER_KILLED("kill -9 of a writer whose clock is 2 minutes behind", true, 0, 0, -120) {
        @Override
        boolean kills() {
            return true;
        }
    },
    // one by one what is together above, for longer runs
    WRITER_AHEAD("a writer's clock is 2 minutes ahead", false, 0, 0, 120),
    WRITER_BEHIND("a writer's clock is 2 minutes behind", true, 0, 0, -120),
    WRITER_AN_HOUR_BEHIND("a writer's clock is an hour behind", true, 0, 0, -3_600),
    READER_AHEAD("the reader's clock is 2 minutes ahead", true, 120, 0, 0);

    private static final List<Scenario> ALWAYS = List.of(COMMITS_LATE, CLOCKS_DIFFER, WRITER_KILLED);

    /** Of the stock engine's reader with a gap, by default, in milliseconds. */
    private static final int PATIENCE = 60_000;

    final String title;
    /** Whether the stock engine is to be seen losing facts; otherwise it is to lose none. */
    final boolean stockLoses;

    final int reader;
    final List<Integer> writers;

    Scenario(String title, boolean stockLoses, int reader, Integer... writers) {
        this.title = title;
        this.stockLoses = stockLoses;
        this.reader = reader;
        this.writers = List.of(writers);
    }

    /** What each of the writers is told to do. */
    Work work(Engine engine, String url, int facts) {
        // every fifth transaction has something else to do for 10 to 40 ms before it commits
        return new Work(engine, url, facts, 4, 5, 20, 20, 0, 1);
    }

    /** Whether the last of the writers is killed when it has appended a quarter of its facts. */
    boolean kills() {
        return false;
    }

    boolean needsWrongClock() {
        return IntStream.concat(IntStream.of(reader), writers.stream().mapToInt(clock -> clock))
                .anyMatch(clock -> clock != 0);
    }

    /** Those for every build; all of them where {@code rollcall.loss.all} is set. */
    static Stream<Scenario> chosen() {
        return Boolean.getBoolean("rollcall.loss.all") ? Stream.of(values()) : ALWAYS.stream();
    }
}
