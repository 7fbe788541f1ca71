package dev.rollcall.web;

import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Those who follow something as it goes on, each over a connection that stays open. However many they are, each thing is
 * looked at once every so often; a thread is taken only while something is sent, so that one who reads slowly keeps nobody
 * else waiting.
 *
 * @param <T> what a look shows
 */
final class Followers<T> implements SmartLifecycle {

    /** Sends to one of them what is new for it. */
    interface Follower<T> {

        /**
         * @param now what the last look showed
         * @return whether anything was sent
         * @throws IOException where nobody is there any more
         */
        boolean tell(T now, SseEmitter emitter) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

    private static final int WORKERS_FOR_LOOKING = 8;
    private static final int RETRY_AFTER_SECONDS = 5;
    /** Whoever still follows then asks again, as a browser does by itself. */
    private static final Duration LONGEST_VIEW = Duration.ofHours(1);

    private final String name;
    private final int most;
    private final Duration heartbeat;
    private final Duration every;
    private final Function<String, Optional<T>> look;
    private final Semaphore places;
    private final Set<One> all = ConcurrentHashMap.newKeySet();
    private final Set<String> looking = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor workers;
    private volatile @Nullable ScheduledExecutorService clockwork;

    /**
     * @param name what they are called in the names of threads
     * @param look shows how the thing is doing that has this name; nothing, where that cannot be learnt now
     */
    Followers(String name, int most, Duration heartbeat, Duration every, Function<String, Optional<T>> look) {
        this.name = name;
        this.most = most;
        this.heartbeat = heartbeat;
        this.every = every;
        this.look = look;
        this.places = new Semaphore(most);
        this.workers = new ThreadPoolExecutor(
                0,
                most + WORKERS_FOR_LOOKING,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> thread(name, work));
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A connection for somebody who follows nothing, as there is nothing to come. */
    static SseEmitter emitter() {
        return new SseEmitter(LONGEST_VIEW.toMillis());
    }

    /**
     * Lets somebody follow the thing of this name, and tells it at once what it is like now. Refuses ({@link Declined},
     * 503) one more than there may be, and everybody while this process ends.
     */
    SseEmitter follow(String thing, T now, Follower<T> follower) throws IOException {
        if (!isRunning() || !places.tryAcquire()) {
            throw new Declined(new Problem(
                            503,
                            "too_many_viewers",
                            "Not more than " + most + " may follow this here at a time. Ask for JSON now and then.")
                    .retryAfter(RETRY_AFTER_SECONDS));
        }
        One one = new One(thing, emitter(), follower);
        all.add(one);
        one.emitter.onCompletion(() -> forget(one));
        one.emitter.onTimeout(one.emitter::complete);
        one.emitter.onError(gone -> forget(one));
        // a first word in any case: it has the answer begin
        one.emitter.send(SseEmitter.event().comment("following"));
        work(one, now);
        return one.emitter;
    }

    /** How many follow at this moment. */
    int following() {
        return all.size();
    }

    private void forget(One one) {
        if (all.remove(one)) {
            places.release();
        }
    }

    private void look() {
        Map<String, List<One>> each = all.stream().collect(groupingBy(one -> one.thing));
        each.forEach((thing, following) -> {
            if (looking.add(thing)) {
                work(() -> look(thing, following), () -> looking.remove(thing));
            }
        });
    }

    private void look(String thing, List<One> following) {
        T now = null;
        try {
            now = look.apply(thing).orElse(null);
        } catch (RuntimeException unreachable) {
            LOG.debug("{} cannot be looked at now", thing, unreachable);
        }
        for (One one : following) {
            work(one, now);
        }
    }

    private void work(One one, @Nullable T now) {
        if (one.busy.compareAndSet(false, true)) {
            work(() -> one.tell(now), () -> one.busy.set(false));
        }
    }

    /** Where there is no thread for it, it is for the next time. */
    private void work(Runnable work, Runnable afterwards) {
        try {
            workers.execute(() -> {
                try {
                    work.run();
                } finally {
                    afterwards.run();
                }
            });
        } catch (RejectedExecutionException busy) {
            afterwards.run();
        }
    }

    @Override
    public void start() {
        ScheduledExecutorService started =
                Executors.newSingleThreadScheduledExecutor(work -> thread(name + "-clock", work));
        ScheduledFuture<?> unused =
                started.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        clockwork = started;
    }

    /** Lets everybody go: a server that ends waits for requests that are being answered. */
    @Override
    public void stop() {
        ScheduledExecutorService running = clockwork;
        clockwork = null;
        if (running != null) {
            running.shutdownNow();
        }
        all.forEach(one -> one.emitter.complete());
    }

    @Override
    public boolean isRunning() {
        return clockwork != null;
    }

    /** Stops before the server does. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    private final class One {

        private final String thing;
        private final SseEmitter emitter;
        private final Follower<T> follower;
        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile long sentAt = System.nanoTime();

        private One(String thing, SseEmitter emitter, Follower<T> follower) {
            this.thing = thing;
            this.emitter = emitter;
            this.follower = follower;
        }

        private void tell(@Nullable T now) {
            try {
                if (now != null && follower.tell(now, emitter)) {
                    sentAt = System.nanoTime();
                } else if (System.nanoTime() - sentAt >= heartbeat.toNanos()) {
                    emitter.send(SseEmitter.event().comment("still here"));
                    sentAt = System.nanoTime();
                }
            } catch (IOException | IllegalStateException gone) {
                LOG.debug("Somebody follows {} no more", thing, gone);
                forget(this);
            } catch (RuntimeException failed) {
                // whoever is let go asks again, from where it is
                LOG.debug("Somebody cannot go on following {} now", thing, failed);
                emitter.complete();
            }
        }
    }
}
