package dev.rollcall.query.projection;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The facts that are applied to all projections in one transaction. It is opened with its first fact by one statement,
 * whatever the facts concern.
 */
final class Batch {

    /**
     * What has to be known before the first fact.
     *
     * @param strange whether the position stands for more projections than this program has
     * @param parked the projections that have parked facts
     */
    private record Opened(boolean strange, Set<String> parked) {}

    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final JdbcTemplate jdbc;
    private final String[] projections;
    private final String opening;

    Batch(JdbcTemplate jdbc, Collection<String> projections) {
        this.jdbc = jdbc;
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
     * apart. Refuses (IllegalStateException) where a newer program feeds projections that this one does not have: they would
     * lose the facts that this one moves the position beyond.
     *
     * @return the projections that have parked facts
     */
    Set<String> open() {
        List<Opened> opened = jdbc.query(
                opening,
                (row, number) -> new Opened(
                        row.getBoolean("strange"),
                        Stream.of((String[]) row.getArray("parked").getArray()).collect(toUnmodifiableSet())),
                projections,
                projections);
        if (opened.get(0).strange()) {
            throw new IllegalStateException(
                    "another version of Rollcall feeds views that this one does not have besides "
                            + Arrays.toString(projections));
        }
        return opened.get(0).parked();
    }

    /** The two keys of the advisory lock on a view: shared by whoever writes to it, exclusive to exchange it. */
    static String lock(String projection) {
        if (!projection.matches("[a-z_]+")) {
            throw new IllegalArgumentException("not the name of a projection: " + projection);
        }
        return "hashtext('rollcall view'), hashtext('" + projection + "')";
    }
}
