package dev.rollcall.query.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/** What this room does by itself, now and then. It starts when everything else runs, and stops before anything else does. */
final class Chores implements SmartLifecycle, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    private static final int LAST_TO_START = Integer.MAX_VALUE - 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private record Chore(Duration pause, Runnable work) {}

    private final List<Chore> chores = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ScheduledExecutorService clockwork = Executors.newScheduledThreadPool(2, threads("rollcall-chores"));
    private final ExecutorService longWork = Executors.newCachedThreadPool(threads("rollcall-rebuild"));
    private volatile boolean running;

    private static ThreadFactory threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** To be called before the start. */
    void every(Duration pause, Runnable work) {
        chores.add(new Chore(pause, work));
    }

    ScheduledExecutorService clockwork() {
        return clockwork;
    }

    /** Where work goes that takes long and ends by itself once {@link #closed()}. */
    ExecutorService longWork() {
        return longWork;
    }

    /** Whether this process ends. */
    AtomicBoolean closed() {
        return closed;
    }

    @Override
    public void start() {
        chores.forEach(chore -> clockwork.scheduleWithFixedDelay(
                () -> guarded(chore.work()),
                chore.pause().toMillis(),
                chore.pause().toMillis(),
                TimeUnit.MILLISECONDS));
        running = true;
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            if (!closed.get()) {
                LOG.warn("Something was put off until later: {}", Reason.of(failure));
            }
        }
    }

    @Override
    public void stop() {
        destroy();
    }

    @Override
    public void destroy() {
        running = false;
        closed.set(true);
        clockwork.shutdown();
        longWork.shutdown();
        try {
            if (!longWork.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    || !clockwork.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A rebuild does not end; it is given up and goes on at the next start");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        clockwork.shutdownNow();
        longWork.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return LAST_TO_START;
    }
}
