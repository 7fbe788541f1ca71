package dev.rollcall.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Several callers at once. */
final class Crowd {

    /** What a caller does again and again. */
    @FunctionalInterface
    interface Deed {
        void run(long number) throws Exception;
    }

    /**
     * What was done.
     *
     * @param count how often it was done, without failure
     * @param perSecond of the whole crowd
     */
    record Done(long count, double perSecond) {}

    private Crowd() {}

    /** Closed loop: each caller goes on when it is done, for so many seconds. The first failure ends it. */
    static Done closed(int callers, double seconds, Deed deed) throws InterruptedException {
        AtomicLong next = new AtomicLong();
        AtomicLong count = new AtomicLong();
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        together(callers, () -> {
            while (System.nanoTime() < end) {
                deed.run(next.getAndIncrement());
                count.incrementAndGet();
            }
            return null;
        });
        return new Done(count.get(), count.get() / ((System.nanoTime() - begin) / 1e9));
    }

    /** Open loop: by the clock, so many a second, however long each takes; late ones are made up for at once. */
    static void open(int callers, double perSecond, double seconds, Deed deed) throws InterruptedException {
        AtomicLong next = new AtomicLong();
        long begin = System.nanoTime();
        long last = (long) (perSecond * seconds);
        together(callers, () -> {
            for (long number = next.getAndIncrement(); number < last; number = next.getAndIncrement()) {
                long due = begin + (long) (number * 1e9 / perSecond);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                deed.run(number);
            }
            return null;
        });
    }

    private static void together(int callers, Callable<Void> work) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                running.add(threads.submit(work));
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
