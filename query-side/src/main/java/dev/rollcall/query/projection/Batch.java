package dev.rollcall.query.projection;

import java.util.Optional;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The facts that are applied in one transaction. What they change is written at its end, all at once; where that has failed,
 * the batch comes again and is applied carefully: each fact is written for itself, under a savepoint, as a statement that
 * fails leaves a PostgreSQL transaction good for nothing but going back to one.
 */
final class Batch {

    private static final String KEY = Batch.class.getName();

    private final boolean careful;

    private Batch(boolean careful) {
        this.careful = careful;
    }

    /**
     * Opened with its first fact. It holds the projection's lock, which keeps it and a rebuild that is about to exchange the
     * view apart.
     */
    static void open(String projection, JdbcTemplate jdbc, boolean careful) {
        jdbc.execute("select pg_advisory_xact_lock_shared(" + lock(projection) + ")");
        enter(new Batch(careful));
    }

    /** Has every fact of the current unit of work applied carefully. The view is locked already. */
    static void carefully() {
        enter(new Batch(true));
    }

    private static void enter(Batch batch) {
        CurrentUnitOfWork.get().root().resources().put(KEY, batch);
    }

    static Optional<Batch> current() {
        return CurrentUnitOfWork.map(unitOfWork -> unitOfWork.root().getResource(KEY));
    }

    /** The two keys of the advisory lock on a view: shared by whoever writes to it, exclusive to exchange it. */
    static String lock(String projection) {
        if (!projection.matches("[a-z_]+")) {
            throw new IllegalArgumentException("not the name of a projection: " + projection);
        }
        return "hashtext('rollcall view'), hashtext('" + projection + "')";
    }

    boolean isCareful() {
        return careful;
    }
}
