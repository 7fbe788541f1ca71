package dev.rollcall.query.projection;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The facts, from an event store that may not be there at the moment. It waits for it and says so; left
 * alone, Axon would fail the start, or wait longer and longer between two tries.
 */
final class PatientSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(PatientSource.class);

    private static final long PAUSE_MILLIS = 1_000;

    private final String who;
    private final Supplier<StreamableMessageSource<TrackedEventMessage<?>>> source;
    private final AtomicBoolean closed;

    PatientSource(String who, Supplier<StreamableMessageSource<TrackedEventMessage<?>>> source, AtomicBoolean closed) {
        this.who = who;
        this.source = source;
        this.closed = closed;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        boolean waited = false;
        while (true) {
            try {
                StreamableMessageSource<TrackedEventMessage<?>> reachable = source.get();
                reachable.createHeadToken();
                BlockingStream<TrackedEventMessage<?>> stream = reachable.openStream(token);
                if (waited) {
                    LOG.info("{} reaches the event store again and goes on", who);
                }
                return stream;
            } catch (RuntimeException unreachable) {
                if (closed.get()) {
                    throw unreachable;
                }
                if (!waited) {
                    LOG.warn("{} waits for the event store, which cannot be reached: {}", who, Reason.of(unreachable));
                }
                waited = true;
                pause(unreachable);
            }
        }
    }

    private static void pause(RuntimeException unreachable) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unreachable;
        }
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return source.get().createTailToken();
    }

    @Override
    public @Nullable TrackingToken createHeadToken() {
        return source.get().createHeadToken();
    }
}
