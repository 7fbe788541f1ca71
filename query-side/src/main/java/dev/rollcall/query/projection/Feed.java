package dev.rollcall.query.projection;

import dev.rollcall.query.Projection;
import dev.rollcall.query.Projections;
import java.util.List;
import java.util.function.Function;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Hands facts to a projection in such a way that one that cannot be applied undoes nothing but itself.
 */
final class Feed implements EventMessageHandler {

    private final Projections.Kind kind;
    private final Projection projection;
    private final EventMessageHandler handler;
    private final JdbcTemplate jdbc;

    Feed(
            Projections.Kind kind,
            Projection projection,
            Function<Projection, EventMessageHandler> handlers,
            JdbcTemplate jdbc) {
        this.kind = kind;
        this.projection = projection;
        this.handler = handlers.apply(projection);
        this.jdbc = jdbc;
    }

    @Override
    public @Nullable Object handle(EventMessage<?> fact) throws Exception {
        Batch batch = Batch.of(kind.name(), jdbc);
        if (batch.isCareful()) {
            handleCarefully(fact);
            return null;
        }
        try {
            handler.handle(fact);
            batch.add(fact);
        } catch (Exception failure) {
            if (Outage.is(failure)) {
                throw failure;
            }
            repeat(batch.undo());
            handleCarefully(fact);
        }
        return null;
    }

    private void repeat(List<EventMessage<?>> applied) {
        for (EventMessage<?> fact : applied) {
            try {
                handler.handle(fact);
            } catch (Exception failure) {
                throw new Unrepeatable(fact, failure);
            }
        }
    }

    /** What could be applied a moment ago cannot be applied again: nothing is wrong with the fact at hand. */
    static final class Unrepeatable extends IllegalStateException {
        private Unrepeatable(EventMessage<?> fact, Exception failure) {
            super("fact " + fact.getIdentifier() + " could be applied once, but not again", failure);
        }
    }

    private void handleCarefully(EventMessage<?> fact) throws Exception {
        jdbc.execute("savepoint fact");
        try {
            handler.handle(fact);
        } catch (Exception failure) {
            if (!Outage.is(failure)) {
                jdbc.execute("rollback to savepoint fact; release savepoint fact");
            }
            throw failure;
        }
        jdbc.execute("release savepoint fact");
    }

    @Override
    public boolean canHandle(EventMessage<?> fact) {
        return handler.canHandle(fact);
    }

    @Override
    public boolean canHandleType(Class<?> payloadType) {
        return handler.canHandleType(payloadType);
    }

    @Override
    public Class<?> getTargetType() {
        return projection.getClass();
    }

    @Override
    public boolean supportsReset() {
        return true;
    }

    @Override
    public void prepareReset() {
        projection.reset();
    }

    @Override
    public <R> void prepareReset(R context) {
        projection.reset();
    }
}
