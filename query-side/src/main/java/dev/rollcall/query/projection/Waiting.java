package dev.rollcall.query.projection;

import dev.rollcall.api.Position;
import java.time.Duration;
import java.util.Optional;
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
 * Lets queries wait until the projections have come so far. The process that feeds them knows at the commit; every other
 * one looks into the token table while anybody waits, once for all who do.
 */
final class Waiting {

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);

    private static final long LOOK_EVERY_MILLIS = 5;

    private final Places places;
    private final ScheduledExecutorService executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private @Nullable Position known;
    private int waiting;
    private boolean looking;

    Waiting(Places places, ScheduledExecutorService executor) {
        this.places = places;
        this.executor = executor;
    }

    /** Whether the projections came as far as that within the time given. Uses no database connection of the caller. */
    boolean until(Position wanted, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            waiting++;
            while (!hasReached(wanted)) {
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

    private boolean hasReached(Position wanted) {
        return known != null && known.compareTo(wanted) >= 0;
    }

    /** To be called by the feeding unit of work: once it is committed, whoever waits for it is told. */
    void afterCommit(UnitOfWork<?> unitOfWork) {
        unitOfWork.afterCommit(committed -> {
            TrackingToken token = committed.root().getResource("Processor[" + Processors.VIEWS + "]/Token");
            Places.position(token).ifPresent(this::reached);
        });
    }

    private void reached(Position position) {
        lock.lock();
        try {
            known = position;
            moved.signalAll();
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
        Optional<Position> seen = Optional.empty();
        try {
            seen = places.reached();
        } catch (RuntimeException failure) {
            LOG.debug("The token table cannot be read at the moment", failure);
        }
        lock.lock();
        try {
            if (seen.isPresent() && !hasReached(seen.get())) {
                known = seen.get();
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
