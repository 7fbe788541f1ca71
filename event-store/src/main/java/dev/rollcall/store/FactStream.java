package dev.rollcall.store;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.jspecify.annotations.Nullable;

/**
 * Facts in their order, from one place on and as they happen. Asks the database only when the bell says that there is more, so
 * that looking whether there is anything costs nothing.
 */
final class FactStream implements TrackingEventStream {

    private final Pages pages;
    private final Bell bell;
    private Iterator<? extends TrackedEventMessage<?>> page = Collections.emptyIterator();
    private FactToken read;
    private @Nullable TrackedEventMessage<?> next;
    private boolean fresh = true;
    private boolean closed;
    private @Nullable Runnable callback;

    FactStream(Pages pages, Bell bell, FactToken after) {
        this.pages = pages;
        this.bell = bell;
        this.read = after;
    }

    @Override
    public synchronized Optional<TrackedEventMessage<?>> peek() {
        return Optional.ofNullable(next());
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (peek().isEmpty()) {
            long left = deadline - System.nanoTime();
            if (timeout <= 0 || left <= 0 || !bell.awaitBeyond(place(), left)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (true) {
            synchronized (this) {
                if (closed) {
                    throw new NoSuchElementException("the stream of facts is closed");
                }
                TrackedEventMessage<?> found = next();
                if (found != null) {
                    next = null;
                    return found;
                }
            }
            // wakes now and then to see whether it was closed meanwhile
            bell.awaitBeyond(place(), TimeUnit.SECONDS.toNanos(1));
        }
    }

    private synchronized FactToken place() {
        return read;
    }

    private @Nullable TrackedEventMessage<?> next() {
        while (next == null && !closed) {
            if (page.hasNext()) {
                next = page.next();
            } else if (fresh || bell.beyond(read)) {
                fresh = false;
                FactEngine.Page more = pages.after(read);
                if (more.last().equals(read)) {
                    return null;
                }
                read = more.last();
                page = more.facts().iterator();
            } else {
                return null;
            }
        }
        return next;
    }

    @Override
    public boolean setOnAvailableCallback(Runnable callback) {
        synchronized (this) {
            cancelCallback();
            this.callback = callback;
            bell.register(callback);
        }
        if (bell.beyond(place())) {
            callback.run();
        }
        return true;
    }

    private void cancelCallback() {
        if (callback != null) {
            bell.cancel(callback);
            callback = null;
        }
    }

    @Override
    public synchronized void close() {
        cancelCallback();
        closed = true;
        page = Collections.emptyIterator();
        next = null;
    }
}
