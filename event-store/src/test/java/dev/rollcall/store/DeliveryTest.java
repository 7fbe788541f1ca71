package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.user.UserRenamed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** How facts reach readers of this process and of others. Unless a test says so, nobody looks on their own for a minute. */
class DeliveryTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    private final HikariDataSource database = Clusters.database();
    private final HikariDataSource elsewhere = Clusters.pool(database.getDataSource());
    private final Keeper here = new Keeper(database);
    private final Keeper there = new Keeper(elsewhere);

    @AfterEach
    void close() {
        here.close();
        there.close();
        database.close();
        elsewhere.close();
    }

    @Test
    void a_reader_of_the_same_process_is_woken() throws Exception {
        here.append("before");
        TrackingEventStream stream = here.store.openStream(null);
        assertThat(Keeper.next(stream, 1)).hasSize(1);
        assertThat(stream.hasNextAvailable()).isFalse();
        await().until(() -> here.bell.beyond(FactToken.START));
        CountDownLatch woken = new CountDownLatch(1);
        assertThat(stream.setOnAvailableCallback(woken::countDown)).isTrue();

        here.append("after");

        assertThat(woken.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(stream.hasNextAvailable()).isTrue();
        assertThat(stream.peek()).isPresent();
        assertThat(((UserRenamed) stream.nextAvailable().getPayload()).lastName())
                .isEqualTo("after");
    }

    @Test
    void a_reader_of_another_process_is_woken() throws Exception {
        there.listening();
        awaitListeners(1);
        TrackingEventStream stream = there.store.openStream(null);
        assertThat(stream.hasNextAvailable()).isFalse();

        here.append("Byron");

        assertThat(stream.hasNextAvailable((int) SOON.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
    }

    @Test
    void a_process_that_is_alone_tells_nobody_and_one_that_has_company_does() throws Exception {
        here.listening();
        await().atMost(SOON).until(() -> !here.bell.hasCompany());
        BlockingQueue<String> told = new ArrayBlockingQueue<>(100);
        try (Connection overhearing = database.getConnection();
                Statement statement = overhearing.createStatement()) {
            statement.execute("listen " + FactTable.CHANNEL);
            here.append("alone");
            assertThat(Keeper.next(here.store.openStream(null), 1)).hasSize(1);
            await().until(() -> here.bell.beyond(FactToken.START));
            hear(overhearing, told, 300);
            assertThat(told).isEmpty();

            there.listening();
            await().atMost(SOON).until(() -> hear(overhearing, told, 50).contains(there.bell.id()));
            TrackingEventStream stream = there.store.openStream(null);
            assertThat(Keeper.next(stream, 1)).hasSize(1);
            here.append("in company");
            assertThat(stream.hasNextAvailable((int) SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            await().atMost(SOON).until(() -> hear(overhearing, told, 50).contains(here.bell.id()));
        }
    }

    private static BlockingQueue<String> hear(Connection connection, BlockingQueue<String> told, int millis)
            throws SQLException {
        PGNotification[] words = connection.unwrap(PGConnection.class).getNotifications(millis);
        for (PGNotification word : words == null ? new PGNotification[0] : words) {
            told.add(word.getParameter());
        }
        return told;
    }

    @Test
    void a_reader_is_woken_when_the_transaction_that_held_back_a_fact_ends() throws Exception {
        there.listening();
        awaitListeners(1);
        TrackingEventStream stream = there.store.openStream(null);
        CountDownLatch woken = new CountDownLatch(1);
        stream.setOnAvailableCallback(woken::countDown);
        try (Connection slow = database.getConnection();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("select pg_current_xact_id()");
            here.append("Byron");
            assertThat(woken.await(200, TimeUnit.MILLISECONDS)).isFalse();
            await().until(() -> there.bell.heldBack().toMillis() > 100);
            // whoever ends here says nothing to anybody
            slow.commit();
        }

        assertThat(woken.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(stream.hasNextAvailable()).isTrue();
        await().untilAsserted(() -> assertThat(there.bell.heldBack()).isZero());
    }

    @Test
    void a_lost_connection_is_replaced_and_nothing_missed() throws Exception {
        there.listening();
        awaitListeners(1);
        TrackingEventStream stream = there.store.openStream(null);
        assertThat(stream.hasNextAvailable()).isFalse();

        Clusters.execute(database, "select pg_terminate_backend(pid) from pg_stat_activity where " + LISTENING);
        here.append("while deaf");
        assertThat(Keeper.lastNames(Keeper.next(stream, 1))).containsExactly("while deaf");

        awaitListeners(1);
        here.append("after");
        assertThat(stream.hasNextAvailable((int) SOON.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
    }

    @Test
    void without_word_from_others_a_process_looks_for_itself() throws Exception {
        try (Keeper deaf = new Keeper(elsewhere, Duration.ofMillis(150), NoOpEventUpcaster.INSTANCE);
                TrackingEventStream stream = deaf.store.openStream(null)) {
            assertThat(stream.hasNextAvailable()).isFalse();

            here.append("Byron");

            assertThat(stream.hasNextAvailable(2, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void readers_at_the_same_place_share_what_is_read() throws Exception {
        here.append("Byron");
        TrackingEventStream one = here.store.openStream(null);
        TrackingEventStream other = here.store.openStream(null);

        assertThat(Keeper.next(one, 1).get(0)).isSameAs(Keeper.next(other, 1).get(0));
    }

    @Test
    void a_closed_stream_wakes_nobody() throws Exception {
        AtomicInteger wakes = new AtomicInteger();
        TrackingEventStream stream = here.store.openStream(null);
        stream.setOnAvailableCallback(wakes::incrementAndGet);
        stream.close();
        TrackingEventStream open = here.store.openStream(null);

        here.append("Byron");

        assertThat(open.hasNextAvailable(5, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.hasNextAvailable()).isFalse();
        assertThat(wakes).hasValue(0);
    }

    @Test
    void pooled_processors_here_and_elsewhere_see_a_fact_at_once() throws Exception {
        here.listening();
        there.listening();
        awaitListeners(2);
        Follower follower = new Follower(here);
        Follower distant = new Follower(there);
        List<Long> millis = new ArrayList<>();
        try {
            here.append("warm");
            assertThat(follower.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("warm");
            assertThat(distant.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("warm");
            for (int i = 0; i < 30; i++) {
                TimeUnit.MILLISECONDS.sleep(15);
                long began = System.nanoTime();
                here.append("fact " + i);
                assertThat(follower.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("fact " + i);
                assertThat(distant.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("fact " + i);
                millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            }
        } finally {
            follower.close();
            distant.close();
        }
        long median =
                millis.stream().sorted().skip(millis.size() / 2).findFirst().orElseThrow();
        // 500 ms is what Axon polls at without a call-back; some 5 ms is usual here
        assertThat(median).isLessThan(250);
    }

    private static final String LISTENING = "pid in (" + Ear.LISTENERS + ")";

    private void awaitListeners(int count) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Integer.parseInt(Clusters.query(
                                        database,
                                        "select count(*) from pg_stat_activity where datname = current_database() and "
                                                + LISTENING)
                                .get(0))
                        == count);
    }

    /** A projection, as the query side would have it. */
    @SuppressWarnings("UnusedMethod")
    private static final class Follower {

        final BlockingQueue<String> seen = new ArrayBlockingQueue<>(100);
        private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(1);
        private final ScheduledExecutorService coordinator = Executors.newScheduledThreadPool(1);
        private final PooledStreamingEventProcessor processor;

        Follower(Keeper keeper) {
            processor = PooledStreamingEventProcessor.builder()
                    .name("follower")
                    .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                            .eventHandlers(this)
                            .build())
                    .messageSource(keeper.store)
                    .tokenStore(new InMemoryTokenStore())
                    .transactionManager(NoTransactionManager.INSTANCE)
                    .workerExecutor(workers)
                    .coordinatorExecutor(coordinator)
                    .initialSegmentCount(1)
                    .build();
            processor.start();
        }

        @EventHandler
        void on(UserRenamed fact) {
            seen.add(fact.lastName());
        }

        void close() {
            processor.shutDown();
            workers.shutdownNow();
            coordinator.shutdownNow();
        }
    }
}
