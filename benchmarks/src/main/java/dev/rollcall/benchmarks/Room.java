package dev.rollcall.benchmarks;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.rollcall.api.Actor;
import dev.rollcall.api.Fact;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Tombstones;
import dev.rollcall.api.Via;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRenamed;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** The store's room in this process, as the application has it, over a given database. */
final class Room implements AutoCloseable {

    /** Time-ordered, as the program makes its identifiers. */
    private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

    private static final String LONG_NAME = "L".repeat(200);
    private static final Provenance BY = new Provenance(
            new Actor(Actor.Kind.USER, IDS.generate().toString(), "Benchmark", List.of("QUALITY_MANAGER", "ADMIN")),
            Via.API,
            IDS.generate().toString());

    private final ConfigurableApplicationContext context;
    final EventStorageEngine engine;
    final EventStore store;

    private Room(ConfigurableApplicationContext context) {
        this.context = context;
        this.engine = context.getBean(EventStorageEngine.class);
        this.store = context.getBean(EventStore.class);
    }

    /** @param key the installation's, so that its jar reads what is written here */
    static Room open(DataSource dataSource, InstallationKey key) {
        return new Room(new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .initializers(
                        context -> ((GenericApplicationContext) context).registerBean(InstallationKey.class, () -> key))
                .initializers(
                        context -> ((GenericApplicationContext) context).registerBean(Tombstones.class, Nobody::new))
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean(
                                // the pool is its maker's to close
                                "dataSource",
                                DataSource.class,
                                () -> dataSource,
                                bean -> bean.setDestroyMethodName("")))
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.flyway.enabled=false",
                        "logging.level.root=error",
                        "axon.axonserver.enabled=false",
                        "axon.serializer.general=jackson3",
                        "axon.serializer.messages=jackson3",
                        "axon.timeout.enabled=false",
                        "axon.update-check.disabled=true")
                .run());
    }

    static UUID id() {
        return IDS.generate();
    }

    static DomainEventMessage<Fact> fact(String type, UUID id, long sequence, Fact payload) {
        return new GenericDomainEventMessage<>(type, id.toString(), sequence, payload, BY.toMetaData());
    }

    /** The first fact of somebody new, with a payload of about 300 bytes. */
    static DomainEventMessage<Fact> newcomer() {
        UUID id = id();
        return fact("User", id, 0, renamed(id, LONG_NAME));
    }

    static UserRenamed renamed(UUID user, String lastName) {
        return new UserRenamed(new UserId(user), "First", lastName);
    }

    void append(DomainEventMessage<Fact> fact) {
        engine.appendEvents(fact);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Nobody is erased here. */
    private static final class Nobody implements Tombstones {
        @Override
        public void add(UUID user) {
            throw new UnsupportedOperationException("nobody is erased here");
        }

        @Override
        public Set<UUID> all() {
            return Set.of();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
