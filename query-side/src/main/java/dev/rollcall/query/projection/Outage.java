package dev.rollcall.query.projection;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells failures that say something about this moment from those that say something about a fact. */
final class Outage {

    /** Classes of SQL states: connection, rollback (deadlock, serialisation), resources, lock, operator, system. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

    private Outage() {}

    /** Whether the same may succeed a moment later, and so nothing is wrong with the fact. */
    static boolean is(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLTransientException
                    || each instanceof SQLRecoverableException
                    || each instanceof TransientDataAccessException
                    || each instanceof RecoverableDataAccessException
                    || each instanceof TransactionException) {
                return true;
            }
            if (each instanceof SQLException sql && sql.getSQLState() != null && isPassing(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Whether it was a statement that failed, so that the transaction can only be rolled back. */
    static boolean ofStatement(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException || each instanceof DataAccessException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPassing(String state) {
        return state.length() == 5 && PASSING.contains(state.substring(0, 2));
    }
}
