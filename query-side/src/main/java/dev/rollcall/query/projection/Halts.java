package dev.rollcall.query.projection;

import static java.util.stream.Collectors.toMap;

import dev.rollcall.query.Projections;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.ErrorContext;
import org.axonframework.eventhandling.ErrorHandler;
import org.axonframework.eventhandling.EventProcessingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Remembers which projections could not go on, where every process can see it. The others stand still with them, as all are
 * fed in one transaction. Nothing is swallowed: the batch that failed is repeated until it succeeds.
 */
final class Halts implements ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Halts.class);

    /** Where a projection was when it could not go on; absent: before the first fact. */
    record Halt(byte @Nullable [] token, String reason) {
        boolean isAt(byte @Nullable [] place) {
            return Arrays.equals(token, place);
        }
    }

    /** A failure that says which projection stops all of them. */
    interface Stopping {
        String projection();
    }

    private final JdbcTemplate jdbc;
    private final List<String> projections;

    Halts(JdbcTemplate jdbc, Projections projections) {
        this.jdbc = jdbc;
        this.projections =
                projections.kinds().stream().map(Projections.Kind::name).toList();
    }

    @Override
    public void handleError(ErrorContext context) throws Exception {
        Throwable failure = context.error();
        List<String> stopping = stopping(failure);
        LOG.error("The views cannot go on for {} and will try again: {}", stopping, Reason.of(failure));
        String[] names = stopping.toArray(String[]::new);
        try {
            jdbc.update("""
                    with gone as (delete from query.halt where projection <> all (?))
                    insert into query.halt (projection, token, since, reason)
                    select name, token, now(), ? from query.token, unnest(?) as named(name)
                    where processor_name = ? and segment = 0
                    on conflict (projection) do update set token = excluded.token, reason = excluded.reason,
                        since = case when halt.token is not distinct from excluded.token then halt.since
                            else excluded.since end""", names, Reason.of(failure), names, Processors.VIEWS);
        } catch (DataAccessException unreachable) {
            failure.addSuppressed(unreachable);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
        throw new EventProcessingException("An error occurred while processing events", failure);
    }

    /** Those whose fault it is; all of them, where it is nobody's in particular. */
    private List<String> stopping(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof Stopping one) {
                return List.of(one.projection());
            }
        }
        return projections;
    }

    Map<String, Halt> all() {
        return jdbc
                .query(
                        "select projection, token, reason from query.halt",
                        (row, number) -> Map.entry(
                                row.getString("projection"), new Halt(row.getBytes("token"), row.getString("reason"))))
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
