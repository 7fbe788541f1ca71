package dev.rollcall.query.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What one transaction of a projection has applied so far. A failed statement leaves a PostgreSQL transaction good for
 * nothing but going back to a savepoint. One savepoint for the whole batch costs next to nothing; only where a fact fails
 * is the batch repeated from there, fact by fact: carefully.
 */
final class Batch {

    private static final String KEY = Batch.class.getName();

    private final JdbcTemplate jdbc;
    private final List<EventMessage<?>> applied = new ArrayList<>();
    private boolean careful;

    private Batch(JdbcTemplate jdbc, boolean careful) {
        this.jdbc = jdbc;
        this.careful = careful;
    }

    /**
     * The batch that is being applied, opened with its first fact. It holds the projection's lock, which keeps it and a
     * rebuild that is about to exchange the view apart.
     */
    static Batch open(String projection, JdbcTemplate jdbc, boolean careful) {
        jdbc.execute("select pg_advisory_xact_lock_shared(" + lock(projection) + "); savepoint batch");
        Batch batch = new Batch(jdbc, careful);
        CurrentUnitOfWork.get().root().resources().put(KEY, batch);
        return batch;
    }

    /** Has every fact of the current unit of work applied with a savepoint of its own. The view is locked already. */
    static void carefully(JdbcTemplate jdbc) {
        CurrentUnitOfWork.get().root().resources().put(KEY, new Batch(jdbc, true));
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

    void add(EventMessage<?> fact) {
        applied.add(fact);
    }

    /**
     * What was written beside the projection's own tables must stay, so going back ends here from now on. The facts applied
     * before are still to be written, and so may still have to be applied again.
     */
    void keep() {
        if (!careful) {
            jdbc.execute("release savepoint batch; savepoint batch");
        }
    }

    /** Goes back to the savepoint, and answers what has to be applied again. From now on every fact has its own. */
    List<EventMessage<?>> undo() {
        jdbc.execute("rollback to savepoint batch");
        careful = true;
        return List.copyOf(applied);
    }
}
