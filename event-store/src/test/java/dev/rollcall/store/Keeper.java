package dev.rollcall.store;

import dev.rollcall.api.Fact;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRenamed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DefaultEventBusSpanFactory;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.monitoring.NoOpMessageMonitor;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.axonframework.tracing.NoOpSpanFactory;

/** The room as one process has it, without Spring. */
final class Keeper implements AutoCloseable {

    static final InstallationKey KEY = InstallationKey.random();

    final DataSource dataSource;
    final Vault vault;
    final FactTable table;
    final Bell bell;
    final Ear ear;
    final ReadAhead ahead;
    final FactEngine engine;
    final FactStore store;

    Keeper(DataSource dataSource) {
        this(dataSource, Duration.ofSeconds(60), NoOpEventUpcaster.INSTANCE);
    }

    Keeper(DataSource dataSource, Duration poll, EventUpcaster upcaster) {
        this(dataSource, dataSource, poll, upcaster);
    }

    Keeper(DataSource owner, DataSource dataSource, Duration poll, EventUpcaster upcaster) {
        this(owner, dataSource, KEY, poll, upcaster);
    }

    Keeper(DataSource dataSource, InstallationKey key) {
        this(dataSource, dataSource, key, Duration.ofSeconds(60), NoOpEventUpcaster.INSTANCE);
    }

    private Keeper(
            DataSource owner, DataSource dataSource, InstallationKey key, Duration poll, EventUpcaster upcaster) {
        new StoreSchema(owner, dataSource);
        this.dataSource = dataSource;
        vault = new Vault(dataSource, key, new Buried());
        table = new FactTable(dataSource);
        bell = new Bell(table, poll);
        ahead = new ReadAhead(table);
        engine = new FactEngine(
                dataSource,
                table,
                vault,
                bell,
                ahead,
                new FactEngine.Parts(
                        new FactSerializer(new Sealing(vault)),
                        Jackson3Serializer.builder().build(),
                        upcaster,
                        SnapshotFilter.allowAll()));
        Pages pages = new Pages(engine::after);
        ear = new Ear(dataSource, bell, pages);
        store = new FactStore(
                engine,
                pages,
                bell,
                NoOpMessageMonitor.INSTANCE,
                DefaultEventBusSpanFactory.builder()
                        .spanFactory(NoOpSpanFactory.INSTANCE)
                        .build());
        bell.start();
    }

    Keeper listening() {
        ear.start();
        return this;
    }

    static UserId user() {
        return new UserId(UUID.randomUUID());
    }

    static UserRenamed renamed(UserId user, String lastName) {
        return new UserRenamed(user, "Ada", lastName);
    }

    static DomainEventMessage<Fact> fact(UserId user, long sequence, Fact payload) {
        return new GenericDomainEventMessage<>(
                "User", user.toString(), sequence, payload, Map.of("actor-name", "Émilie 🙂"));
    }

    /** Appends one fact that tells itself apart by its last name. */
    UserId append(String lastName) {
        UserId user = user();
        engine.appendEvents(fact(user, 0, renamed(user, lastName)));
        return user;
    }

    /** Everything that a new reader gets now. */
    List<TrackedEventMessage<?>> all() {
        return engine.readEvents(null, false)
                .<TrackedEventMessage<?>>map(fact -> fact)
                .toList();
    }

    List<String> lastNames() {
        return lastNames(all());
    }

    static List<String> lastNames(List<? extends TrackedEventMessage<?>> facts) {
        return facts.stream()
                .map(fact -> ((UserRenamed) fact.getPayload()).lastName())
                .toList();
    }

    /** The next so many facts of a stream, fewer when they do not come in time. */
    static List<TrackedEventMessage<?>> next(TrackingEventStream stream, int count) throws InterruptedException {
        List<TrackedEventMessage<?>> facts = new ArrayList<>();
        while (facts.size() < count && stream.hasNextAvailable(10, TimeUnit.SECONDS)) {
            facts.add(stream.nextAvailable());
        }
        return facts;
    }

    @Override
    public void close() {
        ear.close();
        bell.close();
    }
}
