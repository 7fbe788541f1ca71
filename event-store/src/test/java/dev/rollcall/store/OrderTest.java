package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.user.UserRenamed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Facts whose transactions end in another order than they began, or not at all. */
class OrderTest {

    private static final int WRITERS = 12;
    private static final int EACH = 60;

    private final HikariDataSource database = Clusters.database();
    private final Keeper keeper = new Keeper(database, Duration.ofMillis(50), NoOpEventUpcaster.INSTANCE);

    @AfterEach
    void close() {
        keeper.close();
        database.close();
    }

    @Test
    void a_fact_that_commits_late_is_read_in_its_place_where_reading_by_number_loses_it() throws Exception {
        TrackingEventStream stream = keeper.store.openStream(null);
        ByNumber byNumber = new ByNumber();
        try (Connection slow = database.getConnection()) {
            slow.setAutoCommit(false);
            insert(slow, "late");
            keeper.append("early");

            byNumber.read();
            assertThat(stream.hasNextAvailable(300, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(keeper.store.createHeadToken()).isNull();

            slow.commit();
        }
        byNumber.read();

        assertThat(Keeper.lastNames(Keeper.next(stream, 2))).containsExactly("late", "early");
        assertThat(byNumber.names).containsExactly("early");
    }

    @Test
    void a_transaction_that_began_first_comes_first_whenever_it_was_given_a_number() throws Exception {
        TrackingEventStream stream = keeper.store.openStream(null);
        try (Connection first = database.getConnection();
                Statement statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.execute("select pg_current_xact_id()");
            keeper.append("lower number");
            insert(first, "lower transaction");
            first.commit();
        }

        assertThat(Keeper.lastNames(Keeper.next(stream, 2))).containsExactly("lower transaction", "lower number");
    }

    @Test
    void a_fact_that_is_rolled_back_leaves_no_gap_to_wait_for() throws Exception {
        TrackingEventStream stream = keeper.store.openStream(null);
        try (Connection slow = database.getConnection()) {
            slow.setAutoCommit(false);
            insert(slow, "never");
            keeper.append("early");
            slow.rollback();
        }

        assertThat(Keeper.lastNames(Keeper.next(stream, 1))).containsExactly("early");
    }

    @Test
    void twelve_writers_that_dawdle_and_give_up_lose_no_fact_and_overtake_no_reader() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<String> committed = Collections.synchronizedList(new ArrayList<>());
        List<TrackedEventMessage<?>> read = new ArrayList<>();
        try (TrackingEventStream stream = keeper.store.openStream(null)) {
            List<CompletableFuture<Void>> running = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> CompletableFuture.runAsync(() -> write(writer, committed), writers))
                    .toList();
            CompletableFuture<Void> all = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
            while (!all.isDone()) {
                if (stream.hasNextAvailable(5, TimeUnit.MILLISECONDS)) {
                    read.add(stream.nextAvailable());
                }
            }
            all.join();
            read.addAll(Keeper.next(stream, committed.size() - read.size()));
        } finally {
            writers.shutdownNow();
        }

        assertThat(committed).hasSizeBetween(WRITERS * EACH / 2, WRITERS * EACH - 1);
        assertThat(Keeper.lastNames(read)).containsExactlyInAnyOrderElementsOf(committed);
        assertThat(read).isSortedAccordingTo((one, other) -> ((FactToken) one.trackingToken())
                .compareTo((FactToken) other.trackingToken()));
        assertThat(Keeper.lastNames(keeper.all())).isEqualTo(Keeper.lastNames(read));
    }

    @Test
    void many_facts_are_read_page_by_page() {
        int many = FactTable.PAGE * 2 + 1;
        Clusters.execute(database, """
                insert into store.fact (era, event_id, aggregate_id, aggregate_type, sequence, name, revision, occurred_at,
                                        metadata, payload)
                select 1, gen_random_uuid(), 'user', 'User', i, 'user-renamed', '1', now(), '{}', '{}'
                from generate_series(1, %d) i""".formatted(many));

        assertThat(keeper.all()).hasSize(many);
        FactEngine.Page page = keeper.engine.after(FactToken.START);
        assertThat(page.facts()).hasSize(FactTable.PAGE);
        assertThat(keeper.engine.after(page.last()).facts()).hasSize(FactTable.PAGE);
    }

    private void write(int writer, List<String> committed) {
        Random random = new Random(writer);
        for (int i = 0; i < EACH; i++) {
            String name = writer + "-" + i;
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                insert(connection, name);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(12));
                if (random.nextInt(5) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    committed.add(name);
                }
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void insert(Connection connection, String lastName) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into store.fact (era, event_id, aggregate_id, aggregate_type, sequence, name, revision,
                                            occurred_at, metadata, payload)
                    select 1, id, id::text, 'User', 0, 'user-renamed', '1', now(), '{}',
                           convert_to(json_build_object('userId', id, 'firstName', 'Ada', 'lastName', '%s')::text, 'UTF8')
                    from gen_random_uuid() id""".formatted(lastName));
        }
    }

    /** What a reader gets that goes by number alone. */
    private final class ByNumber {

        private final List<String> names = new ArrayList<>();
        private String last = "0";

        void read() {
            FactSerializer serializer = new FactSerializer(new Sealing(keeper.vault));
            for (String row : Clusters.query(
                    database,
                    "select revision || convert_from(payload, 'UTF8') from store.fact where number > " + last
                            + " order by number")) {
                UserRenamed fact = serializer.deserialize(new SimpleSerializedObject<>(
                        row.substring(1), String.class, "user-renamed", row.substring(0, 1)));
                names.add(fact.lastName());
            }
            last = Clusters.query(database, "select coalesce(max(number), 0) from store.fact")
                    .get(0);
        }
    }
}
