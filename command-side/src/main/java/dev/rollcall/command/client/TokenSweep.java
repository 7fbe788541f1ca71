package dev.rollcall.command.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Destroys the values of tokens that nobody may be shown any more, where whoever should have done it could not: the process
 * ended, the rows were out of reach, the decision came to nothing, or a token expired and nobody was there to see it.
 */
class TokenSweep implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TokenSweep.class);
    private static final int PAGE = 200;
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);
    private static final Duration AFTER_START = Duration.ofSeconds(20);

    /**
     * How long a value is left alone that no fact names as current: its decision may be under way still. Much longer than a
     * decision can take, a frozen process included.
     */
    static final Duration UNDER_WAY = Duration.ofMinutes(10);

    private final TokenSecrets secrets;
    private final ClientHistory clients;
    private final Clock clock;
    private @Nullable ScheduledExecutorService timer;

    TokenSweep(TokenSecrets secrets, ClientHistory clients, Clock clock) {
        this.secrets = secrets;
        this.clients = clients;
        this.clock = clock;
    }

    /** Looks at every value once. */
    void sweep() {
        List<TokenSecrets.Kept> page = secrets.page(null, PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(this::useless).forEach(kept -> secrets.destroy(kept.token()));
            page = secrets.page(page.get(page.size() - 1).token(), PAGE);
        }
    }

    private boolean useless(TokenSecrets.Kept kept) {
        Instant now = clock.instant();
        return clients.now(kept.client())
                .map(ClientState::token)
                .filter(token -> token.reference().token().equals(kept.token()))
                .map(token -> !token.claimable(now))
                .orElseGet(() -> kept.since().plus(UNDER_WAY).isBefore(now));
    }

    @Override
    public synchronized void start() {
        if (timer == null) {
            ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "rollcall-token-sweep");
                thread.setDaemon(true);
                return thread;
            });
            var unused = started.scheduleWithFixedDelay(
                    this::trySweep, AFTER_START.toSeconds(), BETWEEN_SWEEPS.toSeconds(), TimeUnit.SECONDS);
            timer = started;
        }
    }

    private void trySweep() {
        try {
            sweep();
        } catch (RuntimeException unreachable) {
            // thrown on, it would end the timer
            LOG.warn("Looking for token values to destroy failed, and is tried again: {}", unreachable.getMessage());
        }
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }
}
