package dev.rollcall.command.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;

import dev.rollcall.api.claim.ValueClaimed;
import dev.rollcall.command.Stage;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.Repository;
import org.junit.jupiter.api.Test;

class RememberingRepositoryTest {

    /** Remembers every owner that it had. */
    static final class Thing {
        @AggregateIdentifier
        private String id = "";

        private List<String> owners = List.of();

        private Thing() {}

        Thing(List<String> owners) {
            this.id = "a";
            this.owners = owners;
        }

        List<String> owners() {
            return owners;
        }

        void pass(String owner) {
            AggregateLifecycle.apply(new ValueClaimed("a", owner));
        }

        @EventSourcingHandler
        void evolve(ValueClaimed fact) {
            id = fact.claim();
            owners = and(owners, fact.owner());
        }
    }

    private static List<String> and(List<String> owners, String next) {
        List<String> all = new ArrayList<>(owners == null ? List.of() : owners);
        all.add(next);
        return List.copyOf(all);
    }

    private final EventStore store = spy(Stage.store());
    private final Folded<List<String>> states =
            Folded.of(store, ValueClaimed.class, (before, fact, told) -> and(before, fact.owner()), 10);
    private final Repository<Thing> things =
            Stage.aggregates(store).oneAtATimeFromSnapshots(Thing.class, 4, states, Thing::new, Thing::owners);

    RememberingRepositoryTest() {
        stored(0, "first");
    }

    private void stored(long number, String owner) {
        store.publish(new GenericDomainEventMessage<>("Thing", "a", number, new ValueClaimed("a", owner)));
    }

    private List<String> facts() {
        return store.readEvents("a", 0)
                .asStream()
                .map(DomainEventMessage::getPayload)
                .map(fact -> ((ValueClaimed) fact).owner())
                .toList();
    }

    private void pass(String owner) {
        DefaultUnitOfWork.startAndGet(new GenericMessage<>("a decision"))
                .execute(() -> load().execute(thing -> thing.pass(owner)));
    }

    private Aggregate<Thing> load() {
        return things.load("a");
    }

    private List<String> loaded() {
        return DefaultUnitOfWork.startAndGet(new GenericMessage<>("a look"))
                .executeWithResult(() -> load().invoke(Thing::owners))
                .getPayload();
    }

    @Test
    void an_aggregate_is_taken_up_where_the_last_decision_left_it_and_goes_on_counting() {
        pass("second");
        clearInvocations(store);

        pass("third");

        verify(store).readEvents("a", 2);
        verify(store, never()).readEvents("a");
        assertThat(loaded()).containsExactly("first", "second", "third");
        assertThat(facts()).containsExactly("first", "second", "third");
    }

    @Test
    void what_another_process_stored_meanwhile_is_there() {
        pass("second");
        stored(2, "third");

        assertThat(loaded()).containsExactly("first", "second", "third");
        pass("fourth");
        assertThat(facts()).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void nothing_is_remembered_of_a_decision_that_failed() {
        loaded();

        assertThatThrownBy(() -> DefaultUnitOfWork.startAndGet(new GenericMessage<>("a decision"))
                        .execute(() -> {
                            load().execute(thing -> thing.pass("nobody"));
                            throw new IllegalStateException("refused");
                        }))
                .hasMessage("refused");

        assertThat(states.now("a")).contains(List.of("first"));
        assertThat(loaded()).containsExactly("first");
    }

    @Test
    void nothing_is_remembered_of_a_decision_that_could_not_be_stored() {
        loaded();

        assertThatThrownBy(() -> DefaultUnitOfWork.startAndGet(new GenericMessage<>("a decision"))
                        .execute(() -> {
                            load().execute(thing -> thing.pass("nobody"));
                            CurrentUnitOfWork.get().onCommit(work -> {
                                throw new IllegalStateException("the store does not answer");
                            });
                        }))
                .hasMessage("the store does not answer");

        assertThat(states.next("a")).isEqualTo(1);
    }

    @Test
    void a_snapshot_is_left_whenever_as_many_facts_are_full_though_few_are_read() {
        pass("second");
        pass("third");
        verify(store, never()).storeSnapshot(any());

        pass("fourth");
        pass("fifth");

        verify(store).storeSnapshot(argThat(left -> left.getSequenceNumber() == 3));
        states.forgetAll();
        clearInvocations(store);
        assertThat(loaded()).containsExactly("first", "second", "third", "fourth", "fifth");
        verify(store).readEvents("a");
        verify(store, never()).readEvents(eq("a"), anyLong());
    }

    @Test
    void an_aggregate_that_has_enough_facts_and_no_snapshot_leaves_one_when_it_is_loaded() {
        for (int number = 1; number < 7; number++) {
            stored(number, "owner " + number);
        }

        loaded();

        verify(store).storeSnapshot(any());
    }

    @Test
    void a_later_state_is_not_forgotten_for_an_earlier_one() {
        states.remember("a", 5, List.of("later"));
        states.remember("a", 3, List.of("earlier"));

        assertThat(states.next("a")).isEqualTo(6);
    }
}
