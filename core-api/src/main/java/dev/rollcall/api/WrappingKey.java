package dev.rollcall.api;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The key that the rows of a room are wrapped under: of those in this process's list the one that was registered last, by
 * whichever process. So all processes wrap under the same one while their lists are changed one after the other.
 */
public final class WrappingKey {

    /** How long a process may not know that another one registered a key. */
    private static final Duration MOST_STALE = Duration.ofSeconds(1);

    private static final int BATCH = 500;
    private static final int TOLD_EVERY = 10_000;
    private static final System.Logger LOG = System.getLogger(WrappingKey.class.getName());

    private record Asked(String fingerprint, long at) {}

    /**
     * A key as it lies in its row.
     *
     * @param under fingerprint of the key it is wrapped under
     */
    public record Wrapped(byte[] box, String under) {}

    private final InstallationKey installation;
    private final WrappedRows rows;
    private volatile @Nullable Asked asked;
    private boolean compacted;

    /**
     * Registers the current key. Refuses ({@link WrongSetting}), before it changes anything, a list that lacks a registered
     * one: what is wrapped under it could not be read.
     */
    public WrappingKey(InstallationKey installation, WrappedRows rows) {
        this.installation = installation;
        this.rows = rows;
        lacking(installation).ifPresent(fingerprint -> {
            throw new WrongSetting(
                    "rollcall.key: the list lacks the key with fingerprint " + fingerprint + ", under which "
                            + rows.name()
                            + " are wrapped. Put it back, between the first and the last one, until the log says that it"
                            + " can be dropped.");
        });
        register();
        refresh();
    }

    /** The fingerprint of a key that is needed and that a list lacks. */
    public Optional<String> lacking(InstallationKey list) {
        return rows.registered().stream().filter(key -> !list.holds(key)).findFirst();
    }

    /** Whether nothing is wrapped under a key any more, and nothing ever will be. */
    public boolean isRetired(String fingerprint) {
        return rows.retired().contains(fingerprint);
    }

    /** The identity first: what was wrapped before keys were registered is wrapped under it. */
    private void register() {
        Set<String> known = new HashSet<>(rows.registered());
        known.addAll(rows.retired());
        if (known.isEmpty()) {
            rows.register(installation.fingerprint());
        }
        String current = installation.current();
        if (!known.contains(current)) {
            rows.register(current);
        }
    }

    /** Wraps a key. */
    public Wrapped wrap(byte[] clear, String owner) {
        String under = under();
        return new Wrapped(installation.wrap(clear, owner, under), under);
    }

    /** Wraps a key and stores it, once more where the key it was wrapped under has just been retired. */
    public <T> T store(byte[] clear, String owner, Function<Wrapped, T> storing) {
        try {
            return storing.apply(wrap(clear, owner));
        } catch (RuntimeException failure) {
            if (!rows.isUnregistered(failure)) {
                throw failure;
            }
            refresh();
            return storing.apply(wrap(clear, owner));
        }
    }

    private String under() {
        Asked known = asked;
        return known == null
                        || System.nanoTime() - known.at() > MOST_STALE.toNanos()
                        || !installation.holds(known.fingerprint())
                ? refresh()
                : known.fingerprint();
    }

    /** Asks which key was registered last, and answers it. */
    public String refresh() {
        long now = System.nanoTime();
        List<String> registered = rows.registered();
        for (int i = registered.size() - 1; i >= 0; i--) {
            if (installation.holds(registered.get(i))) {
                asked = new Asked(registered.get(i), now);
                return registered.get(i);
            }
        }
        throw new IllegalStateException("none of this process's installation keys is registered");
    }

    /**
     * Wraps anew what is wrapped under older keys, and retires these. Only where the current key of this process is the one
     * registered last, so that processes whose lists differ for a while do not undo each other's work.
     *
     * @return whether everything is wrapped under the current key, and no other is in use
     */
    public synchronized boolean turn() {
        register();
        List<String> registered = rows.registered();
        String newest = registered.get(registered.size() - 1);
        if (!newest.equals(installation.current())) {
            return false;
        }
        if (registered.size() == 1) {
            return true;
        }
        if (rewrap(newest) > 0) {
            compacted = false;
        }
        compacted = compacted || rows.compact();
        if (!compacted) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "The table of the " + rows.name()
                            + " is in use by others; what it held before is given up at the next turn");
            return false;
        }
        boolean all = true;
        for (String older : registered.subList(0, registered.size() - 1)) {
            boolean retired = rows.retire(older);
            if (retired) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "The " + rows.name() + " are wrapped under installation key " + newest
                                + "; nothing of them under " + older + " any more");
            }
            all &= retired;
        }
        return all;
    }

    private int rewrap(String newest) {
        int done = 0;
        UUID last = null;
        do {
            WrappedRows.Page page = rows.rewrap(last, BATCH, newest);
            last = page.last();
            if ((done + page.count()) / TOLD_EVERY > done / TOLD_EVERY) {
                LOG.log(
                        System.Logger.Level.INFO,
                        (done + page.count()) + " of the " + rows.name() + " are wrapped anew under installation key "
                                + newest);
            }
            done += page.count();
        } while (last != null);
        if (done > 0) {
            LOG.log(
                    System.Logger.Level.INFO,
                    done + " " + rows.name() + " were wrapped anew under installation key " + newest);
        }
        return done;
    }
}
