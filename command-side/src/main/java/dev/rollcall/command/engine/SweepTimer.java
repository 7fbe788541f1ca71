package dev.rollcall.command.engine;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sweeps up at intervals, while the program runs: a minute after the start, for what a crash left behind, and every ten
 * minutes from then on. Any number of processes may do so at the same time.
 */
public final class SweepTimer implements SmartLifecycle {

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(SweepTimer.class);

    private final String name;
    private final Runnable sweep;
    private final Duration first;
    private final Duration every;
    private @Nullable ScheduledExecutorService timer;

    /** @param name what its thread is called */
    public SweepTimer(String name, Runnable sweep) {
        this(name, sweep, FIRST, EVERY);
    }

    /** @param first after the start */
    public SweepTimer(String name, Runnable sweep, Duration first, Duration every) {
        this.name = name;
        this.sweep = sweep;
        this.first = first;
        this.every = every;
    }

    @Override
    public synchronized void start() {
        if (timer == null) {
            ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
            });
            started.scheduleWithFixedDelay(this::sweepOrSay, first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
            timer = started;
        }
    }

    private void sweepOrSay() {
        try {
            sweep.run();
        } catch (RuntimeException failure) {
            // Thrown on, it would be the last time.
            LOG.warn("The {} could not finish; this is tried again", name, failure);
        }
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }
}
