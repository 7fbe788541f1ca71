package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserUnlocked;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.GenericAggregateFactory;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private final HikariDataSource database = Clusters.database();
    private final Keeper keeper = new Keeper(database);
    private final UserId user = Keeper.user();

    @AfterEach
    void close() {
        keeper.close();
        database.close();
    }

    @Test
    void an_aggregate_read_from_its_snapshot_equals_the_one_read_from_its_facts() {
        for (int i = 0; i < 5; i++) {
            rename(i, "Name " + i);
        }
        Named fromFacts = load();

        snapshot();
        assertThat(load()).usingRecursiveComparison().isEqualTo(fromFacts);
        DomainEventMessage<?> first = keeper.store.readEvents(user.toString()).next();
        assertThat(first.getPayload()).isInstanceOf(Named.class);
        assertThat(first.getSequenceNumber()).isEqualTo(4);

        keeper.engine.appendEvents(Keeper.fact(user, 5, new UserUnlocked(user)));
        Named fromBoth = load();
        assertThat(fromBoth.unlocked).isEqualTo(1);
        try (Keeper unaware = new Keeper(database)) {
            Clusters.execute(database, "truncate store.snapshot");
            assertThat(load(unaware)).usingRecursiveComparison().isEqualTo(fromBoth);
        }
    }

    @Test
    void an_older_snapshot_does_not_replace_a_later_one() {
        keeper.append("somebody else");
        rename(0, "Byron");
        rename(1, "Lovelace");
        snapshot();
        DomainEventMessage<?> older =
                keeper.engine.readSnapshot(user.toString()).orElseThrow();
        rename(2, "King");
        snapshot();

        keeper.engine.storeSnapshot(older);

        assertThat(keeper.engine.readSnapshot(user.toString()).orElseThrow().getSequenceNumber())
                .isEqualTo(2);
        assertThat(Clusters.query(database, "select aggregate_id from store.snapshot"))
                .containsExactly(user.toString());
    }

    @Test
    void a_process_that_starts_later_uses_the_snapshots_there_are() {
        rename(0, "Byron");
        rename(1, "King");
        snapshot();

        try (Keeper later = new Keeper(database)) {
            assertThat(later.engine.readSnapshot(user.toString())).isPresent();
        }
    }

    private void rename(long sequence, String lastName) {
        keeper.engine.appendEvents(Keeper.fact(user, sequence, Keeper.renamed(user, lastName)));
    }

    private void snapshot() {
        AggregateSnapshotter.builder()
                .eventStore(keeper.store)
                .aggregateFactories(new GenericAggregateFactory<>(Named.class))
                .build()
                .scheduleSnapshot(Named.class, user.toString());
    }

    private Named load() {
        return load(keeper);
    }

    private Named load(Keeper from) {
        Repository<Named> repository = EventSourcingRepository.builder(Named.class)
                .eventStore(from.store)
                .build();
        DefaultUnitOfWork<?> work = DefaultUnitOfWork.startAndGet(null);
        try {
            return repository.load(user.toString()).invoke(named -> named);
        } finally {
            work.rollback();
        }
    }

    /** Stands for an aggregate of the command side. */
    static class Named {

        @AggregateIdentifier
        public String id;

        public String lastName;
        public int renamed;
        public int unlocked;

        Named() {}

        @EventSourcingHandler
        void evolve(UserRenamed fact) {
            id = fact.user().toString();
            lastName = fact.lastName();
            renamed++;
        }

        @EventSourcingHandler
        void evolve(UserUnlocked fact) {
            unlocked++;
        }
    }
}
