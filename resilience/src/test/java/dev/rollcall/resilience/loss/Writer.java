package dev.rollcall.resilience.loss;

import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRenamed;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A process that appends facts, one to three at a time, and says of each when its transaction has committed. Every thread has
 * an aggregate of its own.
 */
final class Writer {

    private final Work work;
    private final AtomicInteger left;

    private Writer(Work work) {
        this.work = work;
        this.left = new AtomicInteger(work.facts());
    }

    public static void main(String[] arguments) throws Exception {
        Work work = Work.of(arguments);
        work.setClock();
        try (Engine.Opened engine = work.engine().open(Databases.pool(work.url()))) {
            Party.say(Party.READY + System.currentTimeMillis());
            int go = System.in.read();
            if (go >= 0) {
                new Writer(work).write(engine);
                Party.say(Party.DONE);
            }
        }
        System.exit(0);
    }

    private void write(Engine.Opened engine) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.threads());
        List<Future<?>> writing = new ArrayList<>();
        for (int thread = 0; thread < work.threads(); thread++) {
            writing.add(threads.submit(() -> {
                writeOne(engine);
                return null;
            }));
        }
        for (Future<?> one : writing) {
            one.get();
        }
        threads.shutdown();
    }

    private void writeOne(Engine.Opened engine) throws Exception {
        UserId user = new UserId(UUID.randomUUID());
        Random random = new Random();
        try (Connection connection = DriverManager.getConnection(work.url());
                Statement transaction = connection.createStatement()) {
            EventStorageEngine facts = engine.over(new SingleConnectionDataSource(connection, true));
            long next = 0;
            while (left.get() > 0) {
                List<DomainEventMessage<?>> some = new ArrayList<>();
                for (int count = 1 + random.nextInt(3); count > 0; count--) {
                    some.add(fact(user, next + some.size()));
                }
                if (append(facts, some, transaction, random)) {
                    left.addAndGet(-some.size());
                    next += some.size();
                    some.forEach(fact -> Party.say(Party.FACT + name(fact)));
                }
            }
        }
    }

    /** Appends and answers whether it is committed. */
    private boolean append(
            EventStorageEngine facts, List<DomainEventMessage<?>> some, Statement transaction, Random random)
            throws SQLException, InterruptedException {
        boolean givenUp = random.nextInt(100) < work.givenUp();
        boolean dawdling = random.nextInt(100) < work.dawdling();
        if (work.engine() == Engine.ROLLCALL && !givenUp && !dawdling) {
            // as the product appends: one statement in autocommit
            facts.appendEvents(some);
            return true;
        }
        // by SQL, so that the engine finds a connection in autocommit and its statement becomes part of this
        transaction.execute("begin");
        facts.appendEvents(some);
        if (dawdling) {
            Thread.sleep((long) (work.patience() * (0.5 + 1.5 * random.nextDouble())));
        }
        transaction.execute(givenUp ? "rollback" : "commit");
        return !givenUp;
    }

    static DomainEventMessage<?> fact(UserId user, long sequence) {
        return new GenericDomainEventMessage<>(
                "User", user.toString(), sequence, new UserRenamed(user, "Ada", "Byron"));
    }

    static String name(DomainEventMessage<?> fact) {
        return fact.getAggregateIdentifier() + ":" + fact.getSequenceNumber();
    }
}
