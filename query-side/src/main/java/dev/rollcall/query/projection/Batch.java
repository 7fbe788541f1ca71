package dev.rollcall.query.projection;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.rollcall.query.Together;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The facts that are applied to all projections in one transaction. It is opened with its first fact by one statement,
 * whatever the facts concern. For one thread.
 */
final class Batch {

    private final String[] projections;
    private final String opening;
    private Set<String> parked = Set.of();

    Batch(Collection<String> projections) {
        this.projections = projections.toArray(String[]::new);
        this.opening = "select "
                + projections.stream()
                        .map(name -> "pg_advisory_xact_lock_shared(" + lock(name) + ")")
                        .collect(joining(", "))
                + ", exists (select from query.fed where projection <> all (?)) as strange, array(select name from"
                + " unnest(?) as named(name) where exists (select from query.dead_letter where processing_group = name))"
                + " as parked";
    }

    /**
     * Holds the locks of all views until the transaction ends, which keeps it and a rebuild that is about to exchange a view
     * apart, and before anything of them is read. Refuses (IllegalStateException, when the reads are carried out) where a newer
     * program feeds projections that this one does not have: they would lose the facts that this one moves the position beyond.
     */
    void open(Together reads) {
        reads.ask(opening, this::opened, projections, projections);
    }

    private void opened(ResultSet row) throws SQLException {
        if (row.getBoolean("strange")) {
            throw new IllegalStateException(
                    "another version of Rollcall feeds views that this one does not have besides "
                            + Arrays.toString(projections));
        }
        parked = Stream.of((String[]) row.getArray("parked").getArray()).collect(toUnmodifiableSet());
    }

    /** The projections that have parked facts, as of when the reads were carried out. */
    Set<String> parked() {
        return parked;
    }

    /** The two keys of the advisory lock on a view: shared by whoever writes to it, exclusive to exchange it. */
    static String lock(String projection) {
        if (!projection.matches("[a-z_]+")) {
            throw new IllegalArgumentException("not the name of a projection: " + projection);
        }
        return "hashtext('rollcall view'), hashtext('" + projection + "')";
    }
}
