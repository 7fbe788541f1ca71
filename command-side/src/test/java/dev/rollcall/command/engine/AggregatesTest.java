package dev.rollcall.command.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.claim.ValueClaimed;
import dev.rollcall.command.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.ClasspathHandlerDefinition;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.Repository;
import org.junit.jupiter.api.Test;

class AggregatesTest {

    static class Thing {
        @AggregateIdentifier
        String id;

        @EventSourcingHandler
        void evolve(ValueClaimed fact) {
            id = fact.claim();
        }
    }

    private final EventStore store = Stage.store();
    private final Aggregates aggregates = new Aggregates(
            store,
            ClasspathParameterResolverFactory.forClass(Thing.class),
            ClasspathHandlerDefinition.forClass(Thing.class),
            Duration.ofMillis(300));

    AggregatesTest() {
        store.publish(new GenericDomainEventMessage<>("Thing", "a", 0, new ValueClaimed("a", "x")));
        store.publish(new GenericDomainEventMessage<>("Thing", "b", 0, new ValueClaimed("b", "x")));
    }

    @Test
    void a_command_waits_for_another_on_the_same_aggregate_only_so_long() throws Exception {
        Repository<Thing> things = aggregates.oneAtATime(Thing.class);

        whileHeld(things, () -> {
            long begun = System.nanoTime();
            assertThat(refused(() -> things.load("a"))).isEqualTo(Rejection.BUSY);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(250), Duration.ofSeconds(10));
            assertThat(refused(() -> things.load("b"))).isNull();
        });

        assertThat(refused(() -> things.load("a"))).as("it is free again").isNull();
    }

    @Test
    void of_a_crowd_on_the_same_aggregate_some_are_refused_while_the_others_wait() throws Exception {
        Repository<Thing> things = new Aggregates(
                        store,
                        ClasspathParameterResolverFactory.forClass(Thing.class),
                        ClasspathHandlerDefinition.forClass(Thing.class),
                        Duration.ofSeconds(60))
                .oneAtATime(Thing.class);
        List<CompletableFuture<Rejection>> crowd = new ArrayList<>();

        whileHeld(things, () -> {
            for (int i = 0; i < 100; i++) {
                crowd.add(CompletableFuture.supplyAsync(
                        () -> refused(() -> things.load("a")), work -> new Thread(work).start()));
            }
            assertThat(CompletableFuture.anyOf(crowd.toArray(CompletableFuture[]::new)))
                    .succeedsWithin(Duration.ofSeconds(15))
                    .isEqualTo(Rejection.BUSY);
        });

        assertThat(crowd).extracting(CompletableFuture::join).contains(Rejection.BUSY, (Rejection) null);
    }

    @Test
    void where_the_first_one_wins_nobody_waits() throws Exception {
        Repository<Thing> things = aggregates.firstWins(Thing.class);

        whileHeld(things, () -> assertThat(refused(() -> things.load("a"))).isNull());
    }

    private static void whileHeld(Repository<Thing> things, Runnable meanwhile) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread holder = new Thread(() -> new OwnAccord().decide(() -> {
            things.load("a");
            held.countDown();
            try {
                end.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }));
        holder.start();
        held.await();
        try {
            meanwhile.run();
        } finally {
            end.countDown();
            holder.join();
        }
    }

    private static Rejection refused(Runnable decision) {
        try {
            new OwnAccord().decide(decision);
            return null;
        } catch (Rejected rejected) {
            return rejected.refusal().rejection();
        }
    }
}
