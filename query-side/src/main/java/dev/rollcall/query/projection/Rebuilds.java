package dev.rollcall.query.projection;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.CheckProjection;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.query.Projections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Takes the wish to build a view anew, and sees to it that some process does. Whichever process holds the advisory lock of
 * a running rebuild carries it on; where that process ends, PostgreSQL frees the lock and another one goes on from there.
 */
class Rebuilds {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);

    private static final int AT_ONCE = 3;

    private final Projections projections;
    private final Rebuild.Tools tools;
    private final DataSource dataSource;
    private final ExecutorService executor;
    private final AtomicBoolean closed;
    private final Set<Long> here = ConcurrentHashMap.newKeySet();
    /** So many are worked on at once here: each has up to three connections of the pool that everybody else needs as well. */
    private final Semaphore places = new Semaphore(AT_ONCE);

    private final ReentrantLock dropping = new ReentrantLock();

    Rebuilds(
            Projections projections,
            Rebuild.Tools tools,
            DataSource dataSource,
            ExecutorService executor,
            AtomicBoolean closed) {
        this.projections = projections;
        this.tools = tools;
        this.dataSource = dataSource;
        this.executor = executor;
        this.closed = closed;
    }

    @CommandHandler
    RebuildView decide(RebuildProjection command, MetaData metaData) {
        return start(command.projection(), false, metaData);
    }

    @CommandHandler
    RebuildView decide(CheckProjection command, MetaData metaData) {
        return start(command.projection(), true, metaData);
    }

    private RebuildView start(String projection, boolean check, MetaData metaData) {
        Actor actor = Provenance.from(metaData).actor();
        Projections.Kind kind = kind(projection);
        long target = Places.number(tools.places().reached());
        Rejected.when(!tools.table().start(kind.name(), actor.id(), target, check), Rejection.REBUILD_RUNNING);
        CurrentUnitOfWork.get().afterCommit(committed -> executor.execute(this::carryOn));
        return tools.table().last(kind.name()).orElseThrow().view();
    }

    @CommandHandler
    RebuildView decide(CancelRebuild command, MetaData metaData) {
        Actor actor = Provenance.from(metaData).actor();
        Projections.Kind kind = kind(command.projection());
        Rejected.when(!tools.table().cancel(kind.name()), Rejection.REBUILD_NOT_RUNNING);
        LOG.info("User {} cancelled the rebuild of projection {}", actor.id(), kind.name());
        CurrentUnitOfWork.get().afterCommit(committed -> executor.execute(this::dropAbandonedQuietly));
        return tools.table().last(kind.name()).orElseThrow().view();
    }

    private void dropAbandonedQuietly() {
        try {
            dropAbandoned();
        } catch (RuntimeException failure) {
            LOG.warn("What a cancelled rebuild has made is dropped later: {}", Reason.of(failure));
        }
    }

    /**
     * Drops what rebuilds have made that go on no more, wherever they ran. To be called now and then, as the process that
     * worked on one may have ended before it could; and what cannot be dropped at once is left for then.
     */
    void dropAbandoned() {
        if (!dropping.tryLock()) {
            return;
        }
        try {
            for (Projections.Kind kind : projections.kinds()) {
                if (!closed.get() && tools.schemas().existsAside(kind)) {
                    dropAbandoned(kind);
                }
            }
        } finally {
            dropping.unlock();
        }
    }

    private void dropAbandoned(Projections.Kind kind) {
        try {
            tools.transactions().executeInTransaction(() -> {
                tools.jdbc().execute("set local lock_timeout = '500ms'");
                // in this order, so that neither an exchange nor the start of another rebuild is met half-way
                if (tools.schemas().mayDropAside(kind)) {
                    tools.jdbc().execute("select pg_advisory_xact_lock(" + Batch.lock(kind.name()) + ")");
                    if (!tools.table().isRunningHeld(kind.name())) {
                        tools.schemas().dropAside(kind);
                    }
                }
            });
        } catch (DataAccessException failure) {
            if (!Schemas.isHeld(failure)) {
                throw failure;
            }
            LOG.debug("What a rebuild of {} has made is still in use and is dropped later", kind.name());
        }
    }

    private Projections.Kind kind(String projection) {
        return projections.kinds().stream()
                .filter(each -> each.name().equals(projection))
                .findFirst()
                .orElseThrow(() -> new Rejected(Rejection.PROJECTION_NOT_FOUND));
    }

    /** Carries on what is running and nobody sees to. To be called now and then. */
    void carryOn() {
        if (closed.get()) {
            return;
        }
        for (RebuildTable.Row row : tools.table().running()) {
            if (here.add(row.id())) {
                executor.execute(() -> {
                    try {
                        places.acquire();
                        try {
                            carryOnIfFree(row.id());
                        } finally {
                            places.release();
                        }
                    } catch (InterruptedException stopping) {
                        Thread.currentThread().interrupt();
                    } catch (SQLException | RuntimeException failure) {
                        LOG.warn("The rebuild of {} pauses: {}", row.projection(), Reason.of(failure));
                    } finally {
                        here.remove(row.id());
                    }
                });
            }
        }
    }

    private void carryOnIfFree(long id) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!call(connection, "select pg_try_advisory_lock(hashtext('rollcall rebuild'), ?::int)", id)) {
                return;
            }
            try {
                tools.table()
                        .find(id)
                        .filter(row -> row.view().state() == RebuildView.State.RUNNING)
                        .ifPresent(this::run);
            } finally {
                call(connection, "select pg_advisory_unlock(hashtext('rollcall rebuild'), ?::int)", id);
            }
        }
    }

    private static boolean call(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    private RebuildView.State state(RebuildTable.Row row) {
        return tools.table().find(row.id()).orElse(row).view().state();
    }

    private void run(RebuildTable.Row row) {
        Projections.Kind kind = kind(row.projection());
        LOG.info("Projection {} is being built anew, from fact {} on", kind.name(), row.events());
        try {
            new Rebuild(row, kind, tools, closed::get).run();
            dropAbandoned();
        } catch (Rebuild.Superseded superseded) {
            if (state(row) == RebuildView.State.CANCELLED) {
                dropAbandoned();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            if (closed.get() || Outage.is(failure)) {
                throw failure;
            }
            if (state(row) == RebuildView.State.CANCELLED) {
                // another one has what it was working on
                dropAbandoned();
                return;
            }
            String why = Reason.of(failure);
            LOG.error("The rebuild of projection {} failed; the view stays as it is: {}", kind.name(), why);
            tools.table().fail(row.id(), why);
            dropAbandoned();
        }
    }
}
