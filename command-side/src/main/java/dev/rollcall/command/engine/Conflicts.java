package dev.rollcall.command.engine;

import java.sql.SQLException;
import java.util.Set;
import org.axonframework.common.lock.DeadlockException;
import org.axonframework.modelling.command.ConcurrencyException;

/** Failures that mean only that somebody else was faster, so that the same command may well succeed once more. */
final class Conflicts {

    /** Serialization failure, deadlock; and a unique value, which here can only be the number of a fact. */
    private static final Set<String> SQL_STATES = Set.of("40001", "40P01", "23505");

    /** What Axon Server says when the number of a fact is taken. */
    private static final String TAKEN_SEQUENCE = "AXONIQ-2000";

    private Conflicts() {}

    static boolean isOne(Throwable failure) {
        Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof ConcurrencyException
                    || cause instanceof DeadlockException
                    || cause instanceof SQLException sql && SQL_STATES.contains(String.valueOf(sql.getSQLState()))
                    || String.valueOf(cause.getMessage()).contains(TAKEN_SEQUENCE)) {
                return true;
            }
            cause = cause.getCause() == cause ? null : cause.getCause();
        }
        return false;
    }
}
