package dev.rollcall.query.projection;

import dev.rollcall.query.Projection;
import dev.rollcall.query.Projections;
import dev.rollcall.query.Together;
import java.util.List;
import java.util.function.Function;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Hands facts to a projection in such a way that one that cannot be applied undoes nothing but itself. For one thread.
 */
final class Feed implements EventMessageHandler {

    private final Projections.Kind kind;
    private final Projection projection;
    private final Function<Projection, EventMessageHandler> handlers;
    private final EventMessageHandler handler;
    private final JdbcTemplate jdbc;
    /** How many of the next facts may hold one that cannot be written. */
    private int suspects;

    /**
     * Whether each fact is written for itself, under a savepoint, as a statement that fails leaves a PostgreSQL transaction
     * good for nothing but going back to one. Otherwise what they change is written at the end, all at once.
     */
    private boolean careful;

    private Feed(
            Projections.Kind kind,
            Projection projection,
            Function<Projection, EventMessageHandler> handlers,
            JdbcTemplate jdbc,
            boolean careful) {
        this.kind = kind;
        this.projection = projection;
        this.handlers = handlers;
        this.handler = handlers.apply(projection);
        this.jdbc = jdbc;
        this.careful = careful;
    }

    Feed(
            Projections.Kind kind,
            Projection projection,
            Function<Projection, EventMessageHandler> handlers,
            JdbcTemplate jdbc) {
        this(kind, projection, handlers, jdbc, false);
    }

    /**
     * One that hands facts to another instance of the projection, in the same tables, for another thread: each for itself, in
     * the transaction of the caller, who has locked the view.
     */
    Feed beside() {
        return new Feed(kind, kind.in().apply(kind.schema()), handlers, jdbc, true);
    }

    /**
     * These facts are going to be handed over, in the transaction of the current unit of work. The view is locked before
     * these reads are carried out.
     */
    void open(List<? extends EventMessage<?>> facts, Together reads) {
        careful = suspects > 0;
        suspects = Math.max(0, suspects - facts.size());
        if (!careful) {
            projection.begin(facts, reads);
        }
    }

    /**
     * All of them were. What they change is written only now, so that a statement that fails does not say which fact it
     * fails for: when they come again as {@link #suspect}s, each is written for itself.
     */
    void close(Together writes) {
        if (!careful) {
            projection.flush(writes);
        }
    }

    /** What these facts change cannot be written, in this projection or in another one. */
    void suspect(List<? extends EventMessage<?>> facts) {
        suspects = facts.size();
    }

    @Override
    public @Nullable Object handle(EventMessage<?> fact) throws Exception {
        if (careful) {
            handleCarefully(fact);
        } else {
            handleInBatch(fact);
        }
        return null;
    }

    /** Nothing is written as yet, so that a fact that cannot be applied needs no going back, unless a statement failed. */
    private void handleInBatch(EventMessage<?> fact) throws Exception {
        try {
            handler.handle(fact);
        } catch (Exception failure) {
            if (Outage.ofStatement(failure) && !Outage.is(failure)) {
                suspects = 1;
                throw new Carefully(failure);
            }
            throw failure;
        }
    }

    /** A statement failed, and with it the transaction: the batch has to come again, fact by fact. */
    static final class Carefully extends IllegalStateException {
        private Carefully(Exception failure) {
            super("to be applied fact by fact: " + Reason.of(failure), failure);
        }
    }

    private void handleCarefully(EventMessage<?> fact) throws Exception {
        jdbc.execute("savepoint fact");
        try {
            apply(fact);
        } catch (Exception failure) {
            if (!Outage.is(failure)) {
                jdbc.execute("rollback to savepoint fact; release savepoint fact");
            }
            throw failure;
        }
        jdbc.execute("release savepoint fact");
    }

    private void apply(EventMessage<?> fact) throws Exception {
        Together statements = new Together(jdbc);
        projection.begin(List.of(fact), statements);
        statements.run();
        handler.handle(fact);
        projection.flush(statements);
        statements.run();
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
