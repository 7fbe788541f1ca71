package dev.rollcall.query.projection;

import dev.rollcall.query.QuerySettings;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcDeadLetter;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tries the parked facts of a projection again: the first of each user and client after a while that doubles with every
 * failure, and all that wait behind it once it succeeds. Applying a fact and taking it off the list is one transaction.
 */
final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private static final String ATTEMPTS = "attempts";
    private static final int AT_ONCE = 100;
    private static final int LARGEST_SHIFT = 30;

    private final String projection;
    private final Letters letters;
    private final Feed feed;
    private final TransactionManager transactions;
    private final JdbcTemplate jdbc;
    private final QuerySettings settings;
    private final Clock clock;

    Retries(
            String projection,
            Letters letters,
            Feed feed,
            TransactionManager transactions,
            JdbcTemplate jdbc,
            QuerySettings settings,
            Clock clock) {
        this.projection = projection;
        this.letters = letters;
        this.feed = feed;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** Tries those whose time has come; at most 100 users and clients at once. */
    void run() {
        for (int i = 0; i < AT_ONCE && retryOne(); i++) {
            LOG.debug("Projection {} tried parked facts again", projection);
        }
    }

    /** Whether there was one to try. */
    private boolean retryOne() {
        AtomicBoolean tried = new AtomicBoolean();
        transactions.executeInTransaction(() -> {
            if (isMine()) {
                letters.process(this::isDue, letter -> {
                    tried.set(true);
                    return retry(letter);
                });
            }
        });
        return tried.get();
    }

    /**
     * Tries the facts of one user or client now, in one transaction: that of the caller, where there is one. Whether all of
     * them are applied, or there were none any more.
     */
    boolean retryNow(String sequence) {
        return transactions.fetchInTransaction(() -> retryHeld(sequence));
    }

    private boolean retryHeld(String sequence) {
        jdbc.query(
                "select pg_advisory_xact_lock(hashtext('rollcall retries'), hashtext(?)),"
                        + " pg_advisory_xact_lock_shared(" + Batch.lock(projection) + ")",
                row -> {},
                projection);
        letters.process(
                letter -> letter instanceof JdbcDeadLetter<?> parked
                        && parked.getSequenceIdentifier().equals(sequence),
                this::retry);
        return !letters.contains(sequence);
    }

    /** One process at a time; the others need not wait for it. Nor does anybody while the view is exchanged. */
    private boolean isMine() {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select case when exists (select from query.dead_letter where processing_group = ?)"
                        + " then pg_try_advisory_xact_lock(hashtext('rollcall retries'), hashtext(?))"
                        + " and pg_try_advisory_xact_lock_shared(" + Batch.lock(projection) + ") else false end",
                Boolean.class,
                projection,
                projection));
    }

    private boolean isDue(DeadLetter<? extends EventMessage<?>> letter) {
        return !letter.lastTouched().plus(pause(attempts(letter))).isAfter(clock.instant());
    }

    /** How long a fact waits that failed so often. */
    Duration pause(int attempts) {
        Duration pause = settings.retryFirst().multipliedBy(1L << Math.min(attempts, LARGEST_SHIFT));
        return pause.compareTo(settings.retryAtMost()) < 0 ? pause : settings.retryAtMost();
    }

    private EnqueueDecision<EventMessage<?>> retry(DeadLetter<? extends EventMessage<?>> letter) {
        UnitOfWork<? extends EventMessage<?>> unitOfWork = DefaultUnitOfWork.startAndGet(letter.message());
        ResultMessage<?> result = unitOfWork.executeWithResult(() -> feed.handle(letter.message()));
        if (!result.isExceptional()) {
            LOG.info(
                    "Projection {} applied parked fact {}",
                    projection,
                    letter.message().getIdentifier());
            return Decisions.evict();
        }
        Throwable failure = result.exceptionResult();
        if (Outage.is(failure)) {
            throw new IllegalStateException("to be tried again later: " + Reason.of(failure), failure);
        }
        return Decisions.requeue(
                Parking.cause(failure), parked -> attempted(parked.diagnostics(), attempts(parked) + 1));
    }

    private static MetaData attempted(MetaData diagnostics, int attempts) {
        return diagnostics.and(ATTEMPTS, attempts);
    }

    private static int attempts(DeadLetter<?> letter) {
        return attempts(letter.diagnostics());
    }

    static int attempts(MetaData diagnostics) {
        Object attempts = diagnostics.get(ATTEMPTS);
        return attempts == null ? 0 : Integer.parseInt(attempts.toString());
    }
}
