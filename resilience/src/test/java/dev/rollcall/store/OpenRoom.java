package dev.rollcall.store;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Tombstones;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DefaultEventBusSpanFactory;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.monitoring.NoOpMessageMonitor;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.axonframework.tracing.NoOpSpanFactory;

/** The room that keeps, as one process has it, opened without Spring and to other packages. */
public final class OpenRoom implements AutoCloseable {

    /** So long that facts of other processes come by word of them or not in time. */
    private static final Duration POLL = Duration.ofSeconds(60);

    /** Every process of a test has the same. */
    private static final InstallationKey KEY = new InstallationKey(new byte[32]);

    private final DataSource dataSource;
    private final Vault vault;
    private final Bell bell;
    private final Pages pages;
    private final Ear ear;

    public OpenRoom(DataSource dataSource) {
        this.dataSource = dataSource;
        vault = new Vault(dataSource, KEY, new NobodyErased());
        bell = new Bell(new FactTable(dataSource), POLL);
        pages = new Pages(engine(dataSource)::after);
        ear = new Ear(dataSource, bell, pages);
        bell.start();
    }

    public static void prepare(DataSource dataSource) {
        new StoreSchema(dataSource);
        new Vault(dataSource, KEY, new NobodyErased());
    }

    /** The engine over connections of somebody's own, who may have a transaction open in them. */
    public EventStorageEngine over(DataSource connections) {
        return engine(connections);
    }

    private FactEngine engine(DataSource connections) {
        FactTable facts = new FactTable(connections);
        return new FactEngine(
                connections,
                facts,
                vault,
                bell,
                new ReadAhead(facts),
                new FactEngine.Parts(
                        new FactSerializer(new Sealing(new SealedForNobody())),
                        Jackson3Serializer.builder().build(),
                        NoOpEventUpcaster.INSTANCE,
                        SnapshotFilter.allowAll()));
    }

    /** The store for a reader, who is woken by what other processes append. */
    public EventStore listening() {
        ear.start();
        return new FactStore(
                engine(dataSource),
                pages,
                bell,
                NoOpMessageMonitor.INSTANCE,
                DefaultEventBusSpanFactory.builder()
                        .spanFactory(NoOpSpanFactory.INSTANCE)
                        .build());
    }

    @Override
    public void close() {
        ear.close();
        bell.close();
    }

    private static final class NobodyErased implements Tombstones {

        @Override
        public void add(UUID user) {
            throw new IllegalStateException("nobody is erased here");
        }

        @Override
        public Set<UUID> all() {
            return Set.of();
        }
    }
}
