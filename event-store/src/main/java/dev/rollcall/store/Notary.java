package dev.rollcall.store;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on with the chain every so often, where there are facts to chain. */
final class Notary implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Notary.class);

    private final Chain chain;
    private final Bell bell;
    private final Duration every;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "rollcall-notary");
        thread.setDaemon(true);
        return thread;
    });

    private FactToken chained = FactToken.START;
    private boolean failing;

    /** @param every how long facts may stay without a signature, about */
    Notary(Chain chain, Bell bell, Duration every) {
        this.chain = chain;
        this.bell = bell;
        this.every = every;
    }

    void start() {
        ScheduledFuture<?> unused =
                executor.scheduleWithFixedDelay(this::goOn, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void goOn() {
        try {
            Optional<FactToken> last;
            do {
                last = bell.beyond(chained) ? chain.extend() : Optional.empty();
                if (last.isPresent()) {
                    chained = last.get();
                }
            } while (last.isPresent());
            failing = false;
        } catch (SQLException | IOException | RuntimeException failure) {
            if (!failing) {
                log.warn("The chain of facts cannot be continued now, and will be later: {}", failure.getMessage());
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
