package dev.rollcall.query.projection;

import dev.rollcall.api.FactChain;
import dev.rollcall.api.audit.ChainView;
import dev.rollcall.api.audit.VerifyAudit;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the chain of facts, one check at a time: for who asks, and now and then by itself. A short check is answered with
 * its result; a longer one with how far it is, and its result is for who asks next.
 */
final class Verification {

    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<@Nullable FactChain> chain;
    private final Chores chores;
    private final Clock clock;
    private @Nullable ChainView seen;
    private @Nullable CountDownLatch running;
    private boolean told = true;

    Verification(Supplier<@Nullable FactChain> chain, Chores chores, Clock clock) {
        this.chain = chain;
        this.chores = chores;
        this.clock = clock;
    }

    @QueryHandler
    Optional<ChainView> answer(VerifyAudit query) throws InterruptedException {
        if (query.begin()) {
            CountDownLatch end = begin();
            if (end != null && end.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return told();
            }
        }
        return Optional.ofNullable(seen());
    }

    /** Begins a check, unless one runs, or ended and nobody has been told what came of it. */
    private synchronized @Nullable CountDownLatch begin() {
        if (running != null) {
            return running;
        }
        if (!told) {
            told = true;
            return null;
        }
        CountDownLatch end = new CountDownLatch(1);
        running = end;
        seen = new ChainView(ChainView.State.RUNNING, 0, 0, 0, clock.instant(), null, null, null, null);
        chores.longWork().execute(() -> {
            ChainView result = checked();
            ended(result);
            end.countDown();
        });
        return end;
    }

    /** By itself: a broken chain is said in the log, whether anybody asks or not. */
    void check() {
        CountDownLatch unused = begin();
    }

    private ChainView checked() {
        FactChain kept = chain.get();
        if (kept == null) {
            return failed("Axon Server keeps the facts here. The chain is kept where Rollcall keeps them itself.");
        }
        try {
            return kept.check(this::seen);
        } catch (RuntimeException failure) {
            LOG.warn("The history could not be verified: {}", Reason.of(failure));
            return failed("The history could not be read to its end. Ask again.");
        }
    }

    private ChainView failed(String detail) {
        return new ChainView(ChainView.State.FAILED, 0, 0, 0, clock.instant(), clock.instant(), null, null, detail);
    }

    private void ended(ChainView result) {
        ChainView.Fault fault = result.firstBad();
        if (fault != null) {
            LOG.error(
                    "The history is not as it was recorded: {} at position {}. {}",
                    fault.kind(),
                    fault.position(),
                    fault.detail());
        }
        synchronized (this) {
            seen = result;
            running = null;
            told = false;
        }
    }

    private synchronized void seen(ChainView progress) {
        if (chores.closed().get()) {
            throw new IllegalStateException("this process ends");
        }
        seen = progress;
    }

    private synchronized @Nullable ChainView seen() {
        return seen;
    }

    private synchronized Optional<ChainView> told() {
        told = true;
        return Optional.ofNullable(seen);
    }
}
