package dev.rollcall.query.projection;

import dev.rollcall.api.Position;
import dev.rollcall.query.Projections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds the place from which all projections are fed together: where the one is that has come least far, as applying a fact
 * twice changes nothing. One that is new to this store has not begun. Earlier versions kept a place for each.
 */
final class Outset {

    /** No other one comes before it. */
    private static final Position FIRST = Position.of(0L);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final String[] projections;
    private final Tokens tokens;

    Outset(DataSource dataSource, Projections projections, Tokens tokens) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.projections =
                projections.kinds().stream().map(Projections.Kind::name).toArray(String[]::new);
        this.tokens = tokens;
    }

    /**
     * Enters it, if it is not. Axon would enter one as well, but fails where two processes do it at once, and asks the event
     * store, which need not be there yet. To be called by one process at a time.
     */
    void find() {
        transactions.executeWithoutResult(transaction -> {
            if (!isFound()) {
                // whoever is feeding them comes to the end of its batch first, and sees with its next that it is no
                // longer right
                for (String projection : projections) {
                    jdbc.execute("select pg_advisory_xact_lock(" + Batch.lock(projection) + ")");
                }
                enter();
            }
        });
    }

    private boolean isFound() {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select from query.token where processor_name = ? and segment = 0)"
                        + " and not exists (select from query.token where processor_name = any (?))"
                        + " and (select coalesce(array_agg(projection order by projection), '{}') from query.fed)"
                        + " = array(select unnest(cast(? as text[])) order by 1)",
                Boolean.class,
                Processors.VIEWS,
                projections,
                projections));
    }

    private void enter() {
        TrackingToken least = least();
        jdbc.update(
                "insert into query.token (processor_name, segment, token, token_type, touched_at)"
                        + " values (?, 0, ?, ?, '1970-01-01T00:00:00Z') on conflict (processor_name, segment)"
                        + " do update set token = excluded.token, token_type = excluded.token_type,"
                        + " touched_at = excluded.touched_at, owner = null",
                Processors.VIEWS,
                least == null ? null : tokens.write(least),
                least == null ? null : tokens.type(least));
        jdbc.update("delete from query.token where processor_name = any (?)", (Object) projections);
        // one that this version does not have misses facts from now on, and is new again to one that has it
        jdbc.update("delete from query.fed where projection <> all (?)", (Object) projections);
        jdbc.update("insert into query.fed (projection) select unnest(?) on conflict do nothing", (Object) projections);
    }

    private @Nullable TrackingToken least() {
        Map<String, @Nullable TrackingToken> places = new HashMap<>();
        jdbc.query("select processor_name, token, token_type from query.token where segment = 0", row -> {
            places.put(row.getString(1), tokens.read(row.getBytes(2), row.getString(3)));
        });
        boolean together = places.containsKey(Processors.VIEWS);
        Set<String> fed = Set.copyOf(jdbc.queryForList("select projection from query.fed", String.class));
        List<Optional<TrackingToken>> begun = List.of(projections).stream()
                .map(name -> Optional.ofNullable(places.get(together && fed.contains(name) ? Processors.VIEWS : name)))
                .toList();
        return begun.stream().allMatch(Optional::isPresent)
                ? begun.stream()
                        .flatMap(Optional::stream)
                        .min(Comparator.comparing(Outset::position))
                        .orElse(null)
                : null;
    }

    private static Position position(TrackingToken token) {
        return Places.position(token).orElse(FIRST);
    }
}
