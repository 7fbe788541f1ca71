package dev.rollcall.query.projection;

import dev.rollcall.api.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets queries wait until a projection has come so far. The process that feeds it knows at the commit; every other one
 * looks into the token table while anybody waits, once for all who do.
 */
final class Waiting {

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);

    private static final long LOOK_EVERY_MILLIS = 20;

    private final Places places;
    private final ScheduledExecutorService executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<String, Position> known = new HashMap<>();
    private int waiting;
    private boolean looking;

    Waiting(Places places, ScheduledExecutorService executor) {
        this.places = places;
        this.executor = executor;
    }

    /** Whether the projection came as far as that within the time given. Uses no database connection of the caller. */
    boolean until(String projection, Position wanted, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            waiting++;
            while (!hasReached(projection, wanted)) {
                if (left <= 0) {
                    return false;
                }
                look();
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    private boolean hasReached(String projection, Position wanted) {
        Position position = known.get(projection);
        return position != null && position.compareTo(wanted) >= 0;
    }

    /** To be called by the feeding unit of work: once it is committed, whoever waits for it is told. */
    void afterCommit(String projection, UnitOfWork<?> unitOfWork) {
        unitOfWork.afterCommit(committed -> {
            TrackingToken token = committed.root().getResource("Processor[" + projection + "]/Token");
            Places.position(token).ifPresent(position -> reached(projection, position));
        });
    }

    private void reached(String projection, Position position) {
        lock.lock();
        try {
            known.put(projection, position);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The projection begins anew. */
    void forget(String projection) {
        lock.lock();
        try {
            known.remove(projection);
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        if (!looking) {
            looking = true;
            executor.execute(this::lookAround);
        }
    }

    private void lookAround() {
        @Nullable Map<String, List<Places.Place>> seen = null;
        try {
            seen = places.all();
        } catch (RuntimeException failure) {
            LOG.debug("The token table cannot be read at the moment", failure);
        }
        lock.lock();
        try {
            if (seen != null) {
                seen.forEach((projection, segments) -> Places.position(segments).ifPresent(position -> {
                    if (!hasReached(projection, position)) {
                        known.put(projection, position);
                    }
                }));
                moved.signalAll();
            }
            looking = waiting > 0;
            if (looking) {
                executor.schedule(this::lookAround, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }
}
