package dev.rollcall.store;

import dev.rollcall.api.FactDelivery;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rings when facts can be read. One thread looks at the end of the table whenever somebody pulls: an append of this process, or
 * word from another one; and it looks every so often anyhow, because word can get lost.
 *
 * <p>Word is sent from here and not by the append itself: a transaction that notifies holds a lock of the whole database until
 * its commit is on disk, so that appends would wait for the disk one after the other (measured: 4,100 instead of 10,700 a
 * second). Sent from here it is one word for all appends since the last.
 *
 * <p>Each ring makes readers begin a transaction. As long as few facts come it rings for each at once; where there is a crowd
 * of them it gathers for up to {@value #LONGEST_BREATH_MILLIS} ms. What was held back by a reader's own transaction is looked
 * for when that ends.
 */
final class Bell implements AutoCloseable, FactDelivery {

    private static final Logger log = LoggerFactory.getLogger(Bell.class);

    private static final int LONGEST_BREATH_MILLIS = 2;

    /** Between two looks, so that a crowd of appends is one look: at least, and at most. */
    private static final long BREATH_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private static final long LONGEST_BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(LONGEST_BREATH_MILLIS);

    /** So many facts a second are no crowd yet. */
    private static final double FEW = 400;

    /** So many a second, or more, and it gathers them for as long as it may. */
    private static final double CROWD = 1_000;

    /** How far back the rate of facts is remembered, about. */
    private static final double MEMORY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The first time that facts held back by nobody known are looked for again; then it doubles. */
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private static final long LONGEST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(64);

    private final String id = UUID.randomUUID().toString();
    private final Set<Runnable> callbacks = ConcurrentHashMap.newKeySet();
    private final FactTable facts;
    private final long pollNanos;
    private final Thread thread = new Thread(this::run, "rollcall-bell");

    private volatile FactToken settled = FactToken.START;
    private volatile long heldBackSince;
    /** These three are the bell's own thread's. */
    private long breath = BREATH_NANOS;

    private double perSecond;

    private long lastLook = System.nanoTime();

    private boolean pulled;
    private boolean untold;
    private boolean closed;
    private boolean company = true;

    /** @param poll how long facts of other processes may stay unseen at most when word got lost; at least a millisecond */
    Bell(FactTable facts, Duration poll) {
        this.facts = facts;
        this.pollNanos = Math.max(poll.toNanos(), TimeUnit.MILLISECONDS.toNanos(1));
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** This process appended: look, and tell the others, if there are any. */
    synchronized void ring() {
        untold = company;
        pulled = true;
        notifyAll();
    }

    /** Another process may have appended: look. */
    synchronized void heard(String teller) {
        if (!teller.equals(id)) {
            company = true;
            look();
        }
    }

    /** Whether other processes listen, as far as is known; as long as it is not, they do. */
    synchronized void expect(boolean others) {
        company = others;
    }

    synchronized boolean hasCompany() {
        return company;
    }

    /** How this process signs what it tells others. */
    String id() {
        return id;
    }

    synchronized void look() {
        pulled = true;
        notifyAll();
    }

    @Override
    public void released() {
        if (heldBackSince != 0) {
            look();
        }
    }

    /** Whether there are facts to read after this place. */
    boolean beyond(FactToken token) {
        return settled.compareTo(token) > 0;
    }

    /** Waits until there are facts to read after this place, and answers whether there are. */
    synchronized boolean awaitBeyond(FactToken token, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (!beyond(token) && !closed) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return beyond(token);
    }

    /** Calls back, on the thread of the bell, whenever there are more facts to read. */
    void register(Runnable callback) {
        callbacks.add(callback);
    }

    void cancel(Runnable callback) {
        callbacks.remove(callback);
    }

    /** How long committed facts have been waiting for an older transaction to end; zero when none are. */
    Duration heldBack() {
        long since = heldBackSince;
        return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    private void run() {
        long wait = 0;
        boolean answered = true;
        try {
            while (pause(wait)) {
                try {
                    wait = turn(wait);
                    if (!answered) {
                        log.info("The store of facts answers again");
                    }
                    answered = true;
                } catch (SQLException | RuntimeException failure) {
                    if (answered) {
                        log.warn("The store of facts does not answer, new facts stay unread until it does", failure);
                    }
                    answered = false;
                    wait = pollNanos;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for somebody to pull, so long at most; answers whether to go on. */
    private synchronized boolean pause(long nanos) throws InterruptedException {
        long began = System.nanoTime();
        while (!closed && System.nanoTime() - began < (pulled ? Math.min(breath, nanos) : nanos)) {
            long left = (pulled ? Math.min(breath, nanos) : nanos) - (System.nanoTime() - began);
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return !closed;
    }

    /** Looks, rings if there is more to read, and answers how long to wait before the next look. */
    private long turn(long waited) throws SQLException {
        long began = System.nanoTime();
        boolean tell;
        synchronized (this) {
            tell = untold;
            untold = false;
            pulled = false;
        }
        FactTable.Look look;
        try {
            look = tell ? facts.lookAndTell(id) : facts.look();
        } catch (SQLException | RuntimeException failure) {
            synchronized (this) {
                untold |= tell;
            }
            throw failure;
        }
        boolean more = beyond(settled, look.settled());
        breath = breath(look.settled().number() - settled.number(), began - lastLook);
        lastLook = began;
        if (more) {
            synchronized (this) {
                settled = look.settled();
                notifyAll();
            }
            callbacks.forEach(Bell::call);
        }
        if (look.newest().equals(look.settled())) {
            heldBackSince = 0;
            return pollNanos;
        }
        if (heldBackSince == 0 || more) {
            heldBackSince = System.nanoTime();
            return FIRST_RETRY_NANOS;
        }
        return Math.min(waited * 2, LONGEST_RETRY_NANOS);
    }

    private long breath(long facts, long nanos) {
        // the first look at a filled store comes upon facts of years
        double seen = Math.min(facts, 10 * CROWD) * TimeUnit.SECONDS.toNanos(1) / Math.max(nanos, 1);
        perSecond += (1 - Math.exp(-nanos / MEMORY_NANOS)) * (seen - perSecond);
        double share = Math.min(1, Math.max(0, (perSecond - FEW) / (CROWD - FEW)));
        return BREATH_NANOS + (long) (share * (LONGEST_BREATH_NANOS - BREATH_NANOS));
    }

    private static boolean beyond(FactToken known, FactToken seen) {
        return seen.compareTo(known) > 0;
    }

    private static void call(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException failure) {
            log.warn("A reader of facts could not be woken", failure);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
