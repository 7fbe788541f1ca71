package dev.rollcall.query.projection;

import dev.rollcall.api.Position;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.query.Projection;
import dev.rollcall.query.Projections;
import dev.rollcall.query.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Builds one view anew from the facts, aside, while the one there is goes on answering; then puts it in its place, or only
 * compares the two. It never
 * gets ahead of the live projection, so that at the exchange both hold exactly the same facts.
 */
final class Rebuild {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

    /** How long the live projection may be held back while the last facts are applied. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(2);

    private static final int SHORT_WAIT_MILLIS = 50;
    private static final int PAUSE_MILLIS = 200;

    /**
     * What a rebuild works with.
     *
     * @param aside transactions of their own, also within another one
     */
    record Tools(
            StreamableMessageSource<TrackedEventMessage<?>> source,
            Function<Projection, EventMessageHandler> handlers,
            TransactionManager transactions,
            TransactionManager aside,
            JdbcTemplate jdbc,
            Places places,
            Schemas schemas,
            RebuildTable table,
            Executor executor,
            int batchSize) {}

    /** A fact that cannot be applied; the rebuild ends here. */
    static final class FactFailed extends RuntimeException {
        FactFailed(TrackedEventMessage<?> fact, Throwable failure) {
            super(
                    "fact %s (%s) at %s cannot be applied: %s"
                            .formatted(
                                    fact.getIdentifier(),
                                    fact.getPayloadType().getSimpleName(),
                                    Places.position(fact.trackingToken())
                                            .map(Position::toString)
                                            .orElse("?"),
                                    Reason.of(failure)),
                    failure);
        }
    }

    /** Some fact of a batch cannot be written. */
    private static final class Unwritten extends RuntimeException {
        Unwritten(RuntimeException failure) {
            super(failure);
        }
    }

    /** It was cancelled, or another process carries it on. */
    static final class Superseded extends RuntimeException {
        Superseded() {
            super("no longer this process's", null, false, false);
        }
    }

    /** The live projection would be held back for too long; try again. */
    private static final class NotYet extends RuntimeException {
        NotYet() {
            super("not yet", null, false, false);
        }
    }

    private final long id;
    private final boolean check;
    private final Projections.Kind kind;
    private final Tools tools;
    private final Projection live;
    private final Projection next;
    private final EventMessageHandler handler;
    private final BooleanSupplier closed;
    private @Nullable TrackingToken token;
    private long events;

    Rebuild(RebuildTable.Row row, Projections.Kind kind, Tools tools, BooleanSupplier closed) {
        this.id = row.id();
        this.check = row.view().check();
        this.kind = kind;
        this.tools = tools;
        this.live = kind.in().apply(kind.schema());
        this.next = kind.in().apply(Schemas.aside(kind));
        this.handler = tools.handlers().apply(next);
        this.closed = closed;
        this.token = row.token();
        this.events = row.events();
    }

    /** Carries on from where it is until the view is in place, or this process ends. */
    void run() throws InterruptedException {
        if (token == null || !tools.schemas().existsAside(kind)) {
            tools.schemas().makeAside(kind);
            tools.schemas().dropIndexesAside(kind);
            tools.table().restart(id);
            token = null;
            events = 0;
        }
        while (!closed.getAsBoolean()) {
            try (BlockingStream<TrackedEventMessage<?>> facts =
                    new Ahead(tools.source().openStream(token), tools.batchSize(), tools.executor())) {
                if (catchUp(facts)) {
                    tools.schemas().makeIndexesAside(kind);
                    tools.schemas().analyseAside(kind);
                    exchange(facts);
                    LOG.info(
                            "Projection {} was {} from {} facts",
                            kind.name(),
                            check ? "checked" : "built anew",
                            events);
                    return;
                }
            } catch (NotYet heldBack) {
                LOG.debug("Projection {} is not caught up with yet", kind.name());
                Thread.sleep(PAUSE_MILLIS);
                reload();
            }
        }
    }

    private void reload() {
        RebuildTable.Row row = tools.table().find(id).filter(Rebuild::isRunning).orElseThrow(Superseded::new);
        token = row.token();
        events = row.events();
    }

    /**
     * Applies facts until there are so few that the live projection has applied and this one has not, that it can be held
     * back for them. Waiting until there are none would take for ever where facts keep coming in.
     */
    private boolean catchUp(BlockingStream<TrackedEventMessage<?>> facts) throws InterruptedException {
        while (!closed.getAsBoolean()) {
            Optional<Position> goal = goal();
            if (goal.isEmpty() || hasReached(goal.get()) || isNear(goal)) {
                return true;
            }
            List<TrackedEventMessage<?>> batch = upTo(goal.get(), facts);
            if (batch.isEmpty()) {
                if (tools.table().find(id).filter(Rebuild::isRunning).isEmpty()) {
                    throw new Superseded();
                }
            } else {
                applyAside(batch, goal.get());
            }
        }
        return false;
    }

    /**
     * How far the view that answers has come; absent: there are no facts. Where it begins anew although there are some, its rows
     * are there and its place is not: as soon as it has one again there is something to go by.
     */
    private Optional<Position> goal() {
        Optional<Position> reached = tools.places().reached();
        if (reached.isEmpty() && tools.source().createHeadToken() != null) {
            throw new NotYet();
        }
        return reached;
    }

    private boolean isNear(Optional<Position> goal) {
        return Places.number(goal) - Places.number(Places.position(token)) <= tools.batchSize();
    }

    private static boolean isRunning(RebuildTable.Row row) {
        return row.view().state() == RebuildView.State.RUNNING;
    }

    private boolean hasReached(Position goal) {
        return Places.position(token)
                .filter(position -> position.compareTo(goal) >= 0)
                .isPresent();
    }

    private List<TrackedEventMessage<?>> upTo(Position goal, BlockingStream<TrackedEventMessage<?>> facts)
            throws InterruptedException {
        List<TrackedEventMessage<?>> batch = new ArrayList<>();
        try {
            while (batch.size() < tools.batchSize()
                    && facts.hasNextAvailable(batch.isEmpty() ? SHORT_WAIT_MILLIS : 0, TimeUnit.MILLISECONDS)
                    && facts.peek().filter(fact -> isUpTo(goal, fact)).isPresent()) {
                batch.add(facts.nextAvailable());
            }
        } catch (RuntimeException broken) {
            LOG.info("The rebuild of projection {} lost the event store: {}", kind.name(), Reason.of(broken));
            throw new NotYet();
        }
        return batch;
    }

    private static boolean isUpTo(Position goal, TrackedEventMessage<?> fact) {
        return Places.position(fact.trackingToken())
                .filter(position -> position.compareTo(goal) <= 0)
                .isPresent();
    }

    private void applyAside(List<TrackedEventMessage<?>> batch, Position goal) {
        try {
            tools.aside().executeInTransaction(() -> apply(batch, goal));
        } catch (Unwritten failure) {
            // which of the facts is the matter shows where each is written for itself
            for (TrackedEventMessage<?> fact : batch) {
                tools.aside().executeInTransaction(() -> apply(List.of(fact), goal));
                token = fact.trackingToken();
                events++;
            }
            return;
        }
        token = last(batch);
        events += batch.size();
    }

    /**
     * The transaction writes late, and what it writes need not be on disk when it commits: facts are held back from their
     * readers as long as it does, and if the database fails, rows and position are lost together.
     */
    private void apply(List<TrackedEventMessage<?>> batch, Position goal) {
        Together statements = new Together(tools.jdbc());
        next.begin(batch, statements);
        statements.run();
        for (TrackedEventMessage<?> fact : batch) {
            UnitOfWork<TrackedEventMessage<?>> unitOfWork = DefaultUnitOfWork.startAndGet(fact);
            ResultMessage<?> result = unitOfWork.executeWithResult(() -> handler.handle(fact));
            if (result.isExceptional()) {
                throw new FactFailed(fact, result.exceptionResult());
            }
        }
        tools.jdbc().execute("set local synchronous_commit = off");
        TrackingToken reached = last(batch);
        if (!tools.table()
                .advance(
                        id,
                        events,
                        events + batch.size(),
                        reached,
                        Places.number(Places.position(reached)),
                        Places.number(Optional.of(goal)))) {
            throw new Superseded();
        }
        try {
            next.flush(statements);
            statements.run();
        } catch (RuntimeException failure) {
            if (batch.size() == 1 && !Outage.is(failure)) {
                throw new FactFailed(batch.get(0), failure);
            }
            throw batch.size() == 1 ? failure : new Unwritten(failure);
        }
    }

    private static TrackingToken last(List<TrackedEventMessage<?>> batch) {
        return batch.get(batch.size() - 1).trackingToken();
    }

    /**
     * In one transaction: holds the live projection where it is, compares, and puts the new view in its place. What is
     * missing is applied in another one within it: a transaction that has written keeps facts from every reader of the store
     * until it ends, and comparing large views takes its time.
     */
    private void exchange(BlockingStream<TrackedEventMessage<?>> facts) {
        tools.transactions().executeInTransaction(() -> {
            tools.jdbc().execute("select pg_advisory_xact_lock(" + Batch.lock(kind.name()) + ")");
            goal().ifPresent(goal -> applyTheRest(goal, facts));
            String checksum = next.checksum();
            boolean equal = checksum.equals(live.checksum());
            if (!tools.table().finish(id, events, checksum, equal)) {
                throw new Superseded();
            }
            if (check) {
                return;
            }
            tools.schemas().exchange(kind, id);
            // what was parked or lost is applied now, or this would not have come so far
            tools.jdbc().update("delete from query.dead_letter where processing_group = ?", kind.name());
            tools.jdbc().update("delete from query.discarded where projection = ?", kind.name());
            tools.jdbc().update("delete from query.difference where projection = ?", kind.name());
        });
    }

    private void applyTheRest(Position goal, BlockingStream<TrackedEventMessage<?>> facts) {
        long deadline = System.nanoTime() + LONGEST_HOLD.toNanos();
        try {
            while (!hasReached(goal)) {
                List<TrackedEventMessage<?>> batch = upTo(goal, facts);
                if (System.nanoTime() > deadline) {
                    throw new NotYet();
                }
                if (!batch.isEmpty()) {
                    applyAside(batch, goal);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NotYet();
        }
    }
}
