package dev.rollcall.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Several callers at once. */
final class Crowd {

    /** What a caller does again and again. */
    @FunctionalInterface
    interface Deed {
        /**
         * @param caller from 0
         * @param number of the deed, from 0, of all callers together
         */
        void run(int caller, long number) throws Exception;
    }

    /**
     * What was done.
     *
     * @param count how often it was done, without failure
     * @param perSecond of the whole crowd
     * @param micros how long each took, in an open loop from the moment that it was due
     */
    record Done(long count, double perSecond, Histogram micros) {}

    private static final long LONGEST_MICROS = 120_000_000;

    private Crowd() {}

    /** Closed loop: each caller goes on when it is done, for so many seconds. The first failure ends it. */
    static Done closed(int callers, double seconds, Deed deed) throws InterruptedException {
        AtomicLong next = new AtomicLong();
        Histogram micros = micros();
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        together(callers, caller -> {
            for (long now = System.nanoTime(); now < end; ) {
                deed.run(caller, next.getAndIncrement());
                long then = System.nanoTime();
                micros.recordValue(Math.min(LONGEST_MICROS, (then - now) / 1000));
                now = then;
            }
            return null;
        });
        return done(micros, begin);
    }

    /**
     * Open loop: by the clock, so many a second, however long each takes. What comes late because another took long is late
     * by that as well: its time begins when it was due.
     */
    static Done open(int callers, double perSecond, double seconds, Deed deed) throws InterruptedException {
        AtomicLong next = new AtomicLong();
        Histogram micros = micros();
        long begin = System.nanoTime();
        long last = (long) (perSecond * seconds);
        together(callers, caller -> {
            for (long number = next.getAndIncrement(); number < last; number = next.getAndIncrement()) {
                long due = begin + (long) (number * 1e9 / perSecond);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                deed.run(caller, number);
                micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - due) / 1000));
            }
            return null;
        });
        return done(micros, begin);
    }

    /** Of whole microseconds to two minutes, to three digits; several threads may record. */
    static Histogram micros() {
        return new ConcurrentHistogram(LONGEST_MICROS, 3);
    }

    private static Done done(Histogram micros, long begin) {
        long count = micros.getTotalCount();
        return new Done(count, count / ((System.nanoTime() - begin) / 1e9), micros);
    }

    /** What one caller does from beginning to end. */
    @FunctionalInterface
    private interface Work {
        Void run(int caller) throws Exception;
    }

    private static void together(int callers, Work work) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        AtomicInteger caller = new AtomicInteger();
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int each = 0; each < callers; each++) {
                Callable<Void> all = () -> work.run(caller.getAndIncrement());
                running.add(threads.submit(all));
            }
            for (Future<Void> one : running) {
                one.get();
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a caller failed: " + failure.getCause(), failure.getCause());
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(30, TimeUnit.SECONDS);
        }
    }
}
