package dev.rollcall.query.projection;

import dev.rollcall.api.Position;
import dev.rollcall.api.audit.FindLags;
import dev.rollcall.api.audit.LagView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far the views were behind lately. Every process that has them looks, now and then, so that it is known even while
 * nobody feeds them; the times are the database's, and of what several saw in the same moment the most counts.
 */
class Lags {

    /** How often it is looked. */
    static final Duration EVERY = Duration.ofSeconds(5);

    /** How long what was seen is kept. */
    static final Duration KEPT = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Lags.class);

    private final JdbcClient jdbc;
    private final Places places;
    private final Supplier<@Nullable TrackingToken> head;

    Lags(JdbcClient jdbc, Places places, Supplier<@Nullable TrackingToken> head) {
        this.jdbc = jdbc;
        this.places = places;
        this.head = head;
    }

    /** Where the event store cannot be reached there is nothing to be seen. */
    void look() {
        Optional<Position> reached = places.reached();
        Optional<Position> last;
        try {
            last = Places.position(head.get());
        } catch (RuntimeException unreachable) {
            LOG.debug("The event store cannot be reached at the moment", unreachable);
            return;
        }
        jdbc.sql("with forgotten as (delete from query.lag where at < now() - make_interval(secs => :kept))"
                        + " insert into query.lag as l (at, facts)"
                        + " values (to_timestamp(floor(extract(epoch from now()) / :every) * :every), :facts)"
                        + " on conflict (at) do update set facts = greatest(l.facts, excluded.facts)")
                .param("kept", (double) KEPT.toSeconds())
                .param("every", (double) EVERY.toSeconds())
                .param("facts", Places.lag(reached, last))
                .update();
    }

    @QueryHandler
    List<LagView> answer(FindLags question) {
        return jdbc.sql("select greatest(0, extract(epoch from now() - at)::bigint) as ago, facts from query.lag"
                        + " where at >= now() - make_interval(secs => :kept) order by at")
                .param("kept", (double) KEPT.toSeconds())
                .query((row, number) -> new LagView(row.getLong("ago"), row.getLong("facts")))
                .list();
    }
}
