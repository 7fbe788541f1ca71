package dev.rollcall.query.projection;

import static java.util.stream.Collectors.toMap;

import java.util.Arrays;
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
 * Remembers which projections could not go on, where every process can see it. Nothing is swallowed: the batch that failed
 * is repeated until it succeeds.
 */
final class Halts implements ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Halts.class);

    /** Where a projection was when it could not go on; absent: before the first fact. */
    record Halt(byte @Nullable [] token, String reason) {
        boolean isAt(byte @Nullable [] place) {
            return Arrays.equals(token, place);
        }
    }

    private final JdbcTemplate jdbc;

    Halts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void handleError(ErrorContext context) throws Exception {
        Throwable failure = context.error();
        LOG.error("Projection {} cannot go on and will try again: {}", context.eventProcessor(), Reason.of(failure));
        try {
            jdbc.update("""
                    insert into query.halt (projection, token, since, reason)
                    select processor_name, token, now(), ? from query.token where processor_name = ? and segment = 0
                    on conflict (projection) do update set token = excluded.token, reason = excluded.reason,
                        since = case when halt.token is not distinct from excluded.token then halt.since
                            else excluded.since end""", Reason.of(failure), context.eventProcessor());
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
