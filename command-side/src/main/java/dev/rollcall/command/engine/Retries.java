package dev.rollcall.command.engine;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.lock.LockAcquisitionFailedException;

/** How often and after which pauses a command that met a conflict is tried again. */
final class Retries {

    private static final int MOST = 3;
    private static final long FIRST_PAUSE_MILLIS = 10;

    private int done;

    /** Whether to try again after this failure; pauses before it says yes. The pause is drawn by lot, so that two who met do not meet again. */
    boolean again(Throwable failure) {
        if (done == MOST || !Conflicts.isOne(failure)) {
            return false;
        }
        done++;
        long bound = FIRST_PAUSE_MILLIS << (2 * done);
        try {
            TimeUnit.MILLISECONDS.sleep(1 + ThreadLocalRandom.current().nextLong(bound));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    /** What to tell the caller in the end: {@code busy} where somebody else was always faster. */
    static Throwable told(Throwable failure) {
        return Conflicts.isOne(failure) || failure instanceof LockAcquisitionFailedException
                ? new Rejected(Rejection.BUSY)
                : failure;
    }
}
