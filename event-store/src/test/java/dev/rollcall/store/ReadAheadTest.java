package dev.rollcall.store;

import static dev.rollcall.store.Keeper.fact;
import static dev.rollcall.store.Keeper.renamed;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRenamed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private final HikariDataSource database = Clusters.database();
    private final List<String> calls = new ArrayList<>();
    private final Keeper other = new Keeper(database);
    private final Keeper keeper = new Keeper(new Counted(database, calls));
    private final UserId ada = keeper.append("Byron");
    private final UserId bob = keeper.append("King");

    @AfterEach
    void close() {
        keeper.close();
        other.close();
        database.close();
    }

    private void inWork(Runnable task) {
        DefaultUnitOfWork.startAndGet(new GenericMessage<>("a decision")).execute(task);
    }

    private void ahead(long adasFirst, long bobsFirst) {
        Map<String, Long> first = new LinkedHashMap<>();
        first.put(ada.toString(), adasFirst);
        first.put(bob.toString(), bobsFirst);
        keeper.bell.close();
        calls.clear();
        keeper.ahead.read(first);
    }

    private List<String> names(UserId user, long first) {
        return keeper.engine
                .readEvents(user.toString(), first)
                .asStream()
                .map(read -> ((UserRenamed) read.getPayload()).lastName())
                .toList();
    }

    private DomainEventMessage<?> next(UserId user, int number) {
        return fact(user, number, renamed(user, "Name " + number));
    }

    @Test
    void the_facts_of_several_aggregates_take_one_statement() {
        keeper.engine.appendEvents(next(ada, 1), next(ada, 2));

        inWork(() -> {
            ahead(1, 0);
            assertThat(names(ada, 1)).containsExactly("Name 1", "Name 2");
            assertThat(names(bob, 0)).containsExactly("King");
            assertThat(calls).containsExactly("executeQuery");
        });
    }

    @Test
    void from_a_later_fact_on_than_was_expected_no_more_is_told() {
        keeper.engine.appendEvents(next(ada, 1), next(ada, 2));

        inWork(() -> {
            ahead(0, 0);
            assertThat(names(ada, 2)).containsExactly("Name 2");
            assertThat(calls).hasSize(1);
        });
    }

    @Test
    void from_an_earlier_fact_on_than_was_expected_it_is_read_again() {
        keeper.engine.appendEvents(next(ada, 1));

        inWork(() -> {
            ahead(1, 0);
            assertThat(names(ada, 0)).containsExactly("Byron", "Name 1");
            assertThat(calls).hasSize(2);
        });
    }

    @Test
    void what_was_read_ahead_is_told_once_and_in_that_unit_of_work_alone() {
        inWork(() -> {
            ahead(0, 0);
            names(ada, 0);
            other.engine.appendEvents(next(ada, 1));
            assertThat(names(ada, 0)).containsExactly("Byron", "Name 1");
        });
        other.engine.appendEvents(next(bob, 1));
        inWork(() -> assertThat(names(bob, 0)).containsExactly("King", "Name 1"));
    }

    @Test
    void whoever_waited_for_another_decision_of_this_process_is_told_what_it_stored() {
        inWork(() -> {
            ahead(0, 0);
            Thread another = new Thread(() -> keeper.engine.appendEvents(next(ada, 1)));
            another.start();
            try {
                another.join();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            assertThat(names(ada, 0)).containsExactly("Byron", "Name 1");
            assertThat(names(bob, 0)).containsExactly("King");
        });
    }

    @Test
    void of_an_aggregate_with_many_facts_none_is_missing() {
        IntStream.rangeClosed(1, 200).forEach(number -> keeper.engine.appendEvents(next(ada, number)));

        inWork(() -> {
            ahead(0, 0);
            assertThat(names(ada, 0)).hasSize(201);
            assertThat(names(bob, 0)).hasSize(1);
        });
    }

    @Test
    void one_that_has_no_facts_is_not_asked_for_again() {
        inWork(() -> {
            ahead(1, 0);
            assertThat(names(ada, 1)).isEmpty();
            assertThat(calls).hasSize(1);
        });
    }
}
