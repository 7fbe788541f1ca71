package dev.rollcall.resilience.crash;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.Ask;
import dev.rollcall.resilience.Caller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** The callers of a run: each sends its next request when it has, or gave up on, the answer to the one before. */
final class Load implements AutoCloseable {

    private final Caller administrator;
    private final World world = new World();
    private final History history;
    private final Gate gate = new Gate();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private final Queue<Errand> retries = new ConcurrentLinkedQueue<>();
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
    /** How the attempts that were neither accepted nor refused ended, by their correlation. */
    private final Map<String, String> unanswered = new ConcurrentHashMap<>();

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile boolean over;

    Load(Caller administrator, History history, int callerCount, long seed) {
        this.administrator = administrator;
        this.history = history;
        for (int caller = 0; caller < callerCount; caller++) {
            Random random = new Random(seed * 31 + caller);
            running.add(callers.submit(() -> {
                while (!over) {
                    gate.pass();
                    step(random);
                }
                return null;
            }));
        }
    }

    Gate gate() {
        return gate;
    }

    long accepted() {
        return accepted.get();
    }

    long refused() {
        return refused.get();
    }

    /** The attempts that are under way, by their correlation. */
    Set<String> inFlight() {
        return Set.copyOf(inFlight);
    }

    /** How many of these attempts got no answer, or a server error. */
    int unanswered(Set<String> attempts) {
        return (int) attempts.stream().filter(unanswered::containsKey).count();
    }

    /** Whether none of these is under way any more. */
    boolean ended(Set<String> attempts) {
        return attempts.stream().noneMatch(inFlight::contains);
    }

    private void step(Random random) throws IOException, InterruptedException {
        Errand retry = retries.poll();
        Errand errand = retry == null ? world.next(random) : retry;
        boolean known = attempt(errand);
        if (!known) {
            Thread.sleep(50);
            // the other half stays unknown, to be judged as such
            if (random.nextBoolean()) {
                retries.add(errand.again());
            }
        }
    }

    /** Answers whether its outcome is known. */
    private boolean attempt(Errand errand) throws IOException, InterruptedException {
        Ask request = errand.request();
        String correlation = errand.correlation();
        history.write(new Entry.Asked(
                errand.number(),
                errand.attempt(),
                errand.wish(),
                errand.key(),
                correlation,
                request.method() + " " + request.path() + " "
                        + request.headers().getOrDefault("If-Match", ""),
                request.body(),
                history.now()));
        inFlight.add(correlation);
        try {
            Answer answer = administrator.send(request);
            return learn(errand, answer);
        } catch (IOException lost) {
            unanswered.put(correlation, lost.toString());
            history.write(new Entry.Unanswered(errand.number(), errand.attempt(), lost.toString(), history.now()));
            return false;
        } finally {
            inFlight.remove(correlation);
        }
    }

    private boolean learn(Errand errand, Answer answer) throws IOException, InterruptedException {
        history.write(new Entry.Answered(
                errand.number(),
                errand.attempt(),
                answer.status(),
                answer.code(),
                subject(errand, answer),
                answer.version(),
                answer.position(),
                history.now()));
        if (answer.accepted()) {
            accepted.incrementAndGet();
            world.learn(answer);
        } else if (answer.status() < 500) {
            refused.incrementAndGet();
            lookAgain(errand.subject());
        } else {
            unanswered.put(errand.correlation(), String.valueOf(answer.status()));
        }
        return answer.status() < 500;
    }

    private static String subject(Errand errand, Answer answer) {
        if (!errand.subject().isEmpty() || !answer.accepted()) {
            return errand.subject();
        }
        return answer.text(errand.wish() == Wish.CREATE_USER ? "userId" : "clientId");
    }

    /** Its version or status was not what the caller believed. */
    private void lookAgain(String subject) throws InterruptedException {
        if (subject.isEmpty()) {
            return;
        }
        try {
            Answer now = administrator.send(Ask.get((world.knowsUser(subject) ? "/users/" : "/clients/") + subject));
            if (now.accepted()) {
                world.learn(now);
            } else if (now.status() == 404) {
                world.forget(subject);
            }
        } catch (IOException lost) {
            // looks another time
        }
    }

    /** Lets every caller finish what it is at. Fails when one of them failed. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        gate.open();
        try {
            for (Future<?> caller : running) {
                caller.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a caller failed", failed.getCause());
        } finally {
            callers.shutdownNow();
        }
    }
}
