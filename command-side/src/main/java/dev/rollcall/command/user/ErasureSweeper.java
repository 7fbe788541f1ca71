package dev.rollcall.command.user;

import dev.rollcall.api.PersonalKeys;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.engine.OwnAccord;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * Finishes erasures that were interrupted, at the start and at intervals. And erases whoever is erased according to the keys, but
 * not according to the facts: those were restored from a backup that is older than the erasure.
 */
final class ErasureSweeper implements ApplicationRunner {

    /** No decision takes this long, so an announcement this old without a fact will never have one. */
    static final Duration PATIENCE = Duration.ofHours(1);

    /** No command that was under way when a key was destroyed still writes the name of its user. */
    static final Duration SETTLED = Duration.ofSeconds(10);

    static final Duration EVERY = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(ErasureSweeper.class);

    private final PersonalKeys keys;
    private final Erasing erasing;
    private final SourcedUsers users;
    private final OwnAccord ownAccord;
    private final Consumer<UserId> erase;
    private final Set<UserId> known = new HashSet<>();

    /** @param erase the decision, within a unit of work */
    ErasureSweeper(
            PersonalKeys keys, Erasing erasing, SourcedUsers users, OwnAccord ownAccord, Consumer<UserId> erase) {
        this.keys = keys;
        this.erasing = erasing;
        this.users = users;
        this.ownAccord = ownAccord;
        this.erase = erase;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        try {
            sweep();
        } catch (RuntimeException failure) {
            LOG.warn("Erasures that were interrupted could not be finished yet; this is tried again", failure);
        }
    }

    synchronized void sweep() {
        for (UUID id : keys.announced(Duration.ZERO)) {
            UserId user = new UserId(id);
            if (users.erased(user).orElse(false)) {
                erasing.finish(user);
            }
        }
        for (UUID id : keys.announced(PATIENCE)) {
            if (!users.erased(new UserId(id)).orElse(false)) {
                keys.withdraw(id);
            }
        }
        for (UUID id : keys.destroyed()) {
            UserId user = new UserId(id);
            if (!known.contains(user) && erased(user)) {
                known.add(user);
            }
        }
        erasing.clearAll(SETTLED);
    }

    /** Whether the facts say so by now. */
    private boolean erased(UserId user) {
        Optional<Boolean> found = users.erased(user);
        if (found.isEmpty() || found.get()) {
            return true;
        }
        try {
            ownAccord.decide(() -> erase.accept(user));
            LOG.info("User {} was erased again: the facts were restored from a backup from before", user);
            return true;
        } catch (RuntimeException failure) {
            LOG.warn("User {} was erased, but is not according to the facts, and cannot be", user, failure);
            return false;
        }
    }
}
