package dev.rollcall.web;

import static java.util.stream.Collectors.groupingBy;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FindRebuild;
import dev.rollcall.api.audit.RebuildView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Those who follow a rebuild as it goes on. However many there are, each rebuild is looked at once, twice a second; a thread is
 * taken only while something is sent, so that one who reads slowly keeps nobody else waiting.
 */
final class RebuildViewers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RebuildViewers.class);

    private static final int LOOK_EVERY_MILLIS = 500;
    private static final int WORKERS_FOR_LOOKING = 8;
    private static final int RETRY_AFTER_SECONDS = 5;
    /** Whoever still follows then asks again, as a browser does by itself. */
    private static final Duration LONGEST_VIEW = Duration.ofHours(1);

    private final Courier courier;
    private final Duration heartbeat;
    private final int most;
    private final Semaphore places;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final Set<String> looking = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor workers;
    private volatile @Nullable ScheduledExecutorService clockwork;

    RebuildViewers(Courier courier, int most, Duration heartbeat) {
        this.courier = courier;
        this.most = most;
        this.heartbeat = heartbeat;
        this.places = new Semaphore(most);
        this.workers = new ThreadPoolExecutor(
                0,
                most + WORKERS_FOR_LOOKING,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> thread("rollcall-viewers", work));
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Shows a rebuild from here on until it has ended. Refuses ({@link Declined}, 503) one more than there may be, and
     * everybody while this process ends.
     */
    SseEmitter follow(RebuildView now) throws IOException {
        SseEmitter emitter = new SseEmitter(LONGEST_VIEW.toMillis());
        Viewer viewer = new Viewer(emitter, now.projection());
        if (hasEnded(now)) {
            viewer.show(now);
            return emitter;
        }
        if (!isRunning() || !places.tryAcquire()) {
            throw new Declined(new Problem(
                            503,
                            "too_many_viewers",
                            "Not more than " + most
                                    + " may follow a rebuild here at a time. Ask for JSON now and then.")
                    .retryAfter(RETRY_AFTER_SECONDS));
        }
        viewers.add(viewer);
        emitter.onCompletion(() -> forget(viewer));
        emitter.onTimeout(emitter::complete);
        emitter.onError(gone -> forget(viewer));
        viewer.show(now);
        return emitter;
    }

    /** How many follow a rebuild at this moment. */
    int following() {
        return viewers.size();
    }

    private static boolean hasEnded(RebuildView view) {
        return view.state() != RebuildView.State.RUNNING;
    }

    private void forget(Viewer viewer) {
        if (viewers.remove(viewer)) {
            places.release();
        }
    }

    private void look() {
        Map<String, List<Viewer>> each = viewers.stream().collect(groupingBy(viewer -> viewer.projection));
        each.forEach((projection, following) -> {
            if (looking.add(projection)) {
                work(() -> look(projection, following), () -> looking.remove(projection));
            }
        });
    }

    private void look(String projection, List<Viewer> following) {
        Optional<RebuildView> now = Optional.empty();
        try {
            now = courier.ask(
                    new FindRebuild(projection),
                    ResponseTypes.optionalInstanceOf(RebuildView.class),
                    new Provenance(Actor.SYSTEM, Via.SYSTEM, "following a rebuild"));
        } catch (RuntimeException unreachable) {
            LOG.debug("The rebuild of {} cannot be looked at now", projection, unreachable);
        }
        RebuildView view = now.orElse(null);
        for (Viewer viewer : following) {
            if (viewer.busy.compareAndSet(false, true)) {
                work(() -> viewer.tell(view), () -> viewer.busy.set(false));
            }
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
                Executors.newSingleThreadScheduledExecutor(work -> thread("rollcall-viewers-clock", work));
        ScheduledFuture<?> unused =
                started.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
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
        viewers.forEach(viewer -> viewer.emitter.complete());
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

    private final class Viewer {

        private final SseEmitter emitter;
        private final String projection;
        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile @Nullable RebuildView shown;
        private volatile long sentAt;

        private Viewer(SseEmitter emitter, String projection) {
            this.emitter = emitter;
            this.projection = projection;
        }

        private void tell(@Nullable RebuildView now) {
            try {
                if (now != null && !now.equals(shown)) {
                    show(now);
                } else if (System.nanoTime() - sentAt >= heartbeat.toNanos()) {
                    emitter.send(SseEmitter.event().comment("still here"));
                    sentAt = System.nanoTime();
                }
            } catch (IOException | IllegalStateException gone) {
                LOG.debug("Somebody follows the rebuild of {} no more", projection, gone);
                forget(this);
            }
        }

        private void show(RebuildView now) throws IOException {
            String name = hasEnded(now) ? now.state().name().toLowerCase(Locale.ROOT) : "progress";
            emitter.send(SseEmitter.event().name(name).data(now, MediaType.APPLICATION_JSON));
            shown = now;
            sentAt = System.nanoTime();
            if (hasEnded(now)) {
                emitter.complete();
            }
        }
    }
}
