package dev.rollcall.store;

import static dev.rollcall.store.Keeper.fact;
import static dev.rollcall.store.Keeper.renamed;
import static dev.rollcall.store.Keeper.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.Position;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserUnlocked;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class AppendTest {

    private final HikariDataSource database = Clusters.database();
    private final Keeper keeper = new Keeper(database);

    @AfterEach
    void close() {
        keeper.close();
        database.close();
    }

    @Test
    void a_fact_comes_back_as_it_went_in() {
        UserId user = user();
        Instant time = Instant.parse("2026-02-03T04:05:06.789012Z");
        Clock before = GenericEventMessage.clock;
        GenericEventMessage.clock = Clock.fixed(time, ZoneOffset.UTC);
        DomainEventMessage<?> given;
        try {
            given = fact(user, 0, renamed(user, "Ødegård 🙂"));
        } finally {
            GenericEventMessage.clock = before;
        }

        keeper.engine.appendEvents(given);

        DomainEventMessage<?> read =
                keeper.engine.readEvents(user.toString()).asStream().toList().get(0);
        assertThat(read.getPayload()).isEqualTo(given.getPayload());
        assertThat(read.getMetaData()).isEqualTo(given.getMetaData());
        assertThat(read.getIdentifier()).isEqualTo(given.getIdentifier());
        assertThat(read.getTimestamp()).isEqualTo(time);
        assertThat(read.getType()).isEqualTo("User");
        assertThat(read.getAggregateIdentifier()).isEqualTo(user.toString());
        assertThat(read.getSequenceNumber()).isZero();
        assertThat(Clusters.query(database, "select name || '/' || revision from store.fact"))
                .containsExactly("user-renamed/2");
    }

    @Test
    void what_happened_to_no_aggregate_is_kept_as_well() {
        UserId user = user();
        keeper.engine.appendEvents(new GenericEventMessage<>(renamed(user, "Byron")));

        TrackedEventMessage<?> read = keeper.all().get(0);

        assertThat(read).isNotInstanceOf(DomainEventMessage.class);
        assertThat(read.getPayload()).isEqualTo(renamed(user, "Byron"));
    }

    @Test
    void a_version_of_an_aggregate_exists_once_and_nothing_of_the_losing_unit_of_work_is_kept() {
        UserId user = keeper.append("Byron");
        UserId other = user();
        keeper.engine.appendEvents(fact(user, 1, new UserUnlocked(user)));

        assertThatThrownBy(() -> keeper.engine.appendEvents(
                        fact(other, 0, renamed(other, "King")), fact(user, 1, new UserUnlocked(user))))
                .isInstanceOf(ConcurrencyException.class);
        assertThatThrownBy(() -> keeper.engine.appendEvents(
                        fact(other, 0, renamed(other, "King")), fact(user, 0, renamed(user, "King"))))
                .isInstanceOf(AggregateStreamCreationException.class);

        assertThat(keeper.all()).hasSize(2);
        assertThat(keeper.engine.lastSequenceNumberFor(user.toString())).contains(1L);
        assertThat(keeper.engine.lastSequenceNumberFor(other.toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5, 50})
    void several_facts_are_one_statement_in_one_transaction_in_their_order(int count) {
        List<String> calls = new ArrayList<>();
        Keeper counted = new Keeper(new Counted(database, calls));
        UserId user = user();
        List<DomainEventMessage<?>> facts = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> facts.add(fact(user, i, renamed(user, "Name " + i))));
        counted.close();
        calls.clear();

        counted.engine.appendEvents(facts);

        assertThat(calls).containsExactly("executeQuery");
        assertThat(Clusters.query(database, "select count(distinct xid) from store.fact"))
                .containsExactly("1");
        assertThat(keeper.lastNames())
                .isEqualTo(IntStream.range(0, count).mapToObj(i -> "Name " + i).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void facts_of_a_user_whose_key_another_process_made_are_written_under_that_one(int count) {
        UserId user = keeper.append("Byron");
        Keeper another = new Keeper(database);
        another.close();
        List<DomainEventMessage<?>> facts = new ArrayList<>();
        IntStream.rangeClosed(1, count).forEach(i -> facts.add(fact(user, i, renamed(user, "Name " + i))));

        another.engine.appendEvents(facts);

        assertThat(keeper.lastNames()).hasSize(1 + count).startsWith("Byron", "Name 1");
        assertThat(Clusters.query(database, "select count(*) from vault.user_key"))
                .containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void several_new_users_are_stored_with_their_keys_or_not_at_all(int more) {
        UserId taken = keeper.append("Byron");
        List<DomainEventMessage<?>> facts = new ArrayList<>();
        for (String name : List.of("King", "Noel")) {
            UserId user = user();
            facts.add(fact(user, 0, renamed(user, name)));
        }
        IntStream.rangeClosed(1, more).forEach(i -> facts.add(fact(taken, i, renamed(taken, "Byron"))));
        List<DomainEventMessage<?>> losing = new ArrayList<>(facts);
        losing.add(fact(taken, 0, new UserUnlocked(taken)));

        assertThatThrownBy(() -> keeper.engine.appendEvents(losing))
                .isInstanceOf(AggregateStreamCreationException.class);
        assertThat(Clusters.query(database, "select count(*) from vault.user_key"))
                .containsExactly("1");
        keeper.engine.appendEvents(facts);

        assertThat(keeper.lastNames()).hasSize(3 + more).startsWith("Byron", "King", "Noel");
        assertThat(Clusters.query(database, "select count(*) from vault.user_key"))
                .containsExactly("3");
    }

    @Test
    void an_aggregate_is_read_with_one_statement() {
        UserId user = keeper.append("Byron");
        List<String> calls = new ArrayList<>();
        Keeper counted = new Keeper(new Counted(database, calls));
        counted.close();
        counted.vault.forReading(user.value());
        calls.clear();

        assertThat(counted.store.readEvents(user.toString()).asStream()).hasSize(1);

        assertThat(calls).containsExactly("executeQuery");
    }

    @Test
    void an_aggregate_of_more_than_a_page_is_read_to_its_end() {
        UserId user = user();
        List<DomainEventMessage<?>> facts = new ArrayList<>();
        IntStream.range(0, FactTable.PAGE * 2).forEach(i -> facts.add(fact(user, i, renamed(user, "Name " + i))));
        keeper.engine.appendEvents(facts);

        List<? extends DomainEventMessage<?>> read =
                keeper.engine.readEvents(user.toString(), 7).asStream().toList();

        assertThat(read).hasSize(FactTable.PAGE * 2 - 7);
        assertThat(read.get(0).getSequenceNumber()).isEqualTo(7);
        assertThat(read.get(read.size() - 1).getSequenceNumber()).isEqualTo(FactTable.PAGE * 2 - 1);
    }

    @Test
    void the_transaction_in_the_order_is_the_one_that_appended() {
        keeper.append("Byron");
        keeper.append("King");

        assertThat(Clusters.query(
                        database, "select (xid::text::bigint & 4294967295) = xmin::text::bigint from store.fact"))
                .containsExactly("t", "t");
    }

    @Test
    void a_transaction_of_the_caller_takes_no_part() {
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));

        transaction.executeWithoutResult(status -> {
            keeper.append("Byron");
            status.setRollbackOnly();
        });

        assertThat(keeper.lastNames()).containsExactly("Byron");
    }

    @Test
    void the_root_unit_of_work_learns_the_position_of_the_last_fact() throws Exception {
        UserId user = user();
        UnitOfWork<?> root = DefaultUnitOfWork.startAndGet(null);
        UnitOfWork<?> nested = DefaultUnitOfWork.startAndGet(null);

        keeper.engine.appendEvents(fact(user, 0, renamed(user, "Byron")), fact(user, 1, renamed(user, "King")));
        nested.rollback();
        root.rollback();

        Position position = root.getResource("dev.rollcall.position");
        TrackedEventMessage<?> last = keeper.all().get(1);
        assertThat(position).isEqualTo(((FactToken) last.trackingToken()).place());
    }

    @Test
    void tokens_mark_the_ends_and_a_time() {
        assertThat(keeper.store.createTailToken()).isNull();
        assertThat(keeper.store.createHeadToken()).isNull();
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        Clock before = GenericEventMessage.clock;
        try {
            for (int hour = 0; hour < 3; hour++) {
                GenericEventMessage.clock = Clock.fixed(start.plus(Duration.ofHours(hour)), ZoneOffset.UTC);
                keeper.append("Hour " + hour);
            }
        } finally {
            GenericEventMessage.clock = before;
        }
        List<TrackedEventMessage<?>> facts = keeper.all();

        assertThat(keeper.store.createHeadToken()).isEqualTo(facts.get(2).trackingToken());
        assertThat(keeper.store.createTokenAt(start)).isNull();
        assertThat(keeper.store.createTokenAt(start.plus(Duration.ofHours(1))))
                .isEqualTo(facts.get(0).trackingToken());
        assertThat(keeper.store.createTokenAt(start.plus(Duration.ofMinutes(61))))
                .isEqualTo(facts.get(1).trackingToken());
        assertThat(keeper.store.createTokenAt(start.plus(Duration.ofHours(9))))
                .isEqualTo(facts.get(2).trackingToken());
    }
}
