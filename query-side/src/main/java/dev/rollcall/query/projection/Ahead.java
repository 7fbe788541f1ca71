package dev.rollcall.query.projection;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * Facts that are read and decoded on another thread, some ahead, while those before are applied. For one reader.
 */
final class Ahead implements BlockingStream<TrackedEventMessage<?>> {

    private static final int SHORT_WAIT_MILLIS = 50;

    private final BlockingStream<TrackedEventMessage<?>> facts;
    private final BlockingQueue<TrackedEventMessage<?>> decoded;
    private @Nullable TrackedEventMessage<?> next;
    private volatile @Nullable RuntimeException broken;
    private volatile boolean closed;

    /**
     * @param most how many facts are read ahead at most; 1 or more
     * @param executor has a thread for it until it is closed
     */
    Ahead(BlockingStream<TrackedEventMessage<?>> facts, int most, Executor executor) {
        this.facts = facts;
        this.decoded = new LinkedBlockingQueue<>(most);
        executor.execute(this::read);
    }

    private void read() {
        try (facts) {
            while (!closed) {
                if (facts.hasNextAvailable(SHORT_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                    TrackedEventMessage<?> fact = facts.nextAvailable();
                    decode(fact);
                    while (!closed && !decoded.offer(fact, SHORT_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                        // until there is room, or nobody wants it any more
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            broken = new IllegalStateException("interrupted while reading ahead", interrupted);
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            broken = failure;
        }
    }

    /** What cannot be decoded is for whoever applies it to find out. */
    @SuppressWarnings("CheckReturnValue")
    private static void decode(TrackedEventMessage<?> fact) {
        try {
            fact.getPayload();
            fact.getMetaData();
        } catch (RuntimeException unreadable) {
            // it will be so again
        }
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        if (next == null) {
            next = decoded.poll();
        }
        return Optional.ofNullable(next);
    }

    /** Refuses (the exception of what is read from) once that has failed and everything before was handed out. */
    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        if (next == null) {
            RuntimeException failure = broken;
            next = failure == null ? decoded.poll(timeout, unit) : decoded.poll();
            if (next == null && failure != null) {
                throw failure;
            }
        }
        return next != null;
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (!hasNextAvailable(SHORT_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
            // the next one is yet to be stored
        }
        return take();
    }

    private TrackedEventMessage<?> take() {
        TrackedEventMessage<?> taken = next;
        next = null;
        if (taken == null) {
            throw new IllegalStateException("nothing was peeked at");
        }
        return taken;
    }

    /** Has the other thread stop, which then closes what it reads from. */
    @Override
    public void close() {
        closed = true;
    }
}
