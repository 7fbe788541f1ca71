package dev.rollcall.command.user;

import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.UserId;
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
 * Removes hashes that no fact names: a hash is kept before its fact, and the fact may never come. Any number of processes may
 * do this at the same time.
 */
final class PasswordSweeper implements SmartLifecycle {

    /** No decision takes this long, so a hash this old without a fact will never have one. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(PasswordSweeper.class);

    private final StoredPasswords passwords;
    private final WrongSignIns wrongSignIns;
    private final SourcedUsers users;
    private final Credentials credentials;
    private final Clock clock;
    private @Nullable ScheduledExecutorService timer;

    PasswordSweeper(
            StoredPasswords passwords,
            WrongSignIns wrongSignIns,
            SourcedUsers users,
            Credentials credentials,
            Clock clock) {
        this.passwords = passwords;
        this.wrongSignIns = wrongSignIns;
        this.users = users;
        this.credentials = credentials;
        this.clock = clock;
    }

    void sweep() {
        Instant before = clock.instant().minus(PATIENCE);
        for (UserId user : passwords.unsettled(before)) {
            List<PasswordId> named =
                    users.current(user).map(UserState::passwords).orElse(List.of());
            passwords.settle(user, credentials.needed(named), before);
        }
        wrongSignIns.sweep();
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "password-sweeper");
            thread.setDaemon(true);
            return thread;
        });
        started.scheduleWithFixedDelay(this::sweepOrSay, 60, EVERY.toSeconds(), TimeUnit.SECONDS);
        timer = started;
    }

    private void sweepOrSay() {
        try {
            sweep();
        } catch (RuntimeException failure) {
            LOG.warn("Passwords that no fact names could not be removed; this is tried again", failure);
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
