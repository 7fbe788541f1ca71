package dev.rollcall.query.projection;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.Actor;
import dev.rollcall.api.Fact;
import dev.rollcall.api.FactDelivery;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.query.Projections;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.queryhandling.QueryMessage;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.PlatformTransactionManager;

/** A process that plays this room, with one sample projection, on a real PostgreSQL. */
final class Node implements AutoCloseable {

    /** An event store that may be down. */
    static final class Facts extends InMemoryEventStorageEngine {
        volatile boolean down;

        /** Whoever sends what the tests send was made an administrator before the facts that the tests tell of. */
        private static final DomainEventMessage<?> ADMINISTRATOR_CREATED = new GenericDomainEventMessage<>(
                "User",
                ADMINISTRATOR.actor().id(),
                0,
                new UserCreated(
                        UserId.parse(ADMINISTRATOR.actor().id()),
                        "admin",
                        SignInConfiguration.LDAP,
                        "admin@example.org",
                        "First",
                        "Administrator",
                        PrimaryRole.QUALITY_MANAGER,
                        true,
                        null),
                ADMINISTRATOR.toMetaData());

        @Override
        public DomainEventStream readEvents(String aggregate, long first) {
            return aggregate.equals(ADMINISTRATOR.actor().id())
                    ? DomainEventStream.of(first == 0 ? List.of(ADMINISTRATOR_CREATED) : List.of())
                    : super.readEvents(aggregate, first);
        }

        @Override
        public Stream<? extends TrackedEventMessage<?>> readEvents(TrackingToken token, boolean mayBlock) {
            requireUp();
            return super.readEvents(token, mayBlock);
        }

        @Override
        public TrackingToken createHeadToken() {
            requireUp();
            return super.createHeadToken();
        }

        @Override
        public TrackingToken createTailToken() {
            requireUp();
            return super.createTailToken();
        }

        private void requireUp() {
            if (down) {
                throw new EventStoreException("down");
            }
        }
    }

    /** What processes of one installation share. */
    static final class Installation {
        final String url = Postgres.database();
        final Facts facts = new Facts();
        final SampleProjection.Mischief mischief = new SampleProjection.Mischief();

        /** There is a second projection where this is there. */
        SampleProjection.@Nullable Mischief second;

        /** Is told whenever a transaction has ended. */
        FactDelivery delivery = () -> {};

        private final Map<UUID, Long> numbers = new ConcurrentHashMap<>();
        private final EventStore recorder =
                EmbeddedEventStore.builder().storageEngine(facts).build();

        UUID created(String name) {
            UUID user = UUID.randomUUID();
            created(user, name);
            return user;
        }

        void created(UUID user, String name) {
            record(
                    user,
                    new UserCreated(
                            new UserId(user),
                            "u" + user,
                            SignInConfiguration.LDAP,
                            user + "@example.org",
                            name,
                            "Last",
                            PrimaryRole.QUALITY_ENGINEER,
                            false,
                            null));
        }

        void renamed(UUID user, String name) {
            record(user, new UserRenamed(new UserId(user), name, "Last"));
        }

        void record(UUID user, Fact fact) {
            record("User", user, fact);
        }

        void record(String type, UUID aggregate, Fact fact) {
            long number = numbers.merge(aggregate, 0L, (before, first) -> before + 1);
            recorder.publish(new GenericDomainEventMessage<>(
                    "User", aggregate.toString(), number, fact, ADMINISTRATOR.toMetaData()));
        }

        /** How many users of whom there are facts are not in the view as their last fact left them. */
        long missing() {
            JdbcTemplate jdbc = jdbc();
            return numbers.entrySet().stream()
                    .filter(user -> jdbc
                            .queryForList(
                                    "select facts from view_sample.person where id = ?", Long.class, user.getKey())
                            .stream()
                            .noneMatch(facts -> facts == user.getValue() + 1))
                    .count();
        }

        private final DataSource outside = new SingleConnectionDataSource(url, true);

        JdbcTemplate jdbc() {
            return new JdbcTemplate(outside);
        }

        SampleProjection second() {
            return new SampleProjection("second", outside, "view_second", requireNonNull(second));
        }

        SampleProjection view() {
            return new SampleProjection(outside, "view_sample", mischief);
        }
    }

    private static final InstallationKey KEY = InstallationKey.random();

    static final Provenance ADMINISTRATOR = new Provenance(
            new Actor(Actor.Kind.USER, UUID.randomUUID().toString(), "admin", List.of("QUALITY_MANAGER", "ADMIN")),
            Via.API,
            "test");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Process {

        @Bean(defaultCandidate = false)
        HikariDataSource pool(Installation installation) {
            return Postgres.pool(installation.url);
        }

        /** A query that waits holds a transaction, but no connection. */
        @Bean
        DataSource dataSource(@Qualifier("pool") HikariDataSource pool) {
            return new LazyConnectionDataSourceProxy(pool);
        }

        @Bean
        PlatformTransactionManager platformTransactionManager(DataSource dataSource) {
            return new DataSourceTransactionManager(dataSource);
        }

        @Bean
        TransactionManager axonTransactionManager(PlatformTransactionManager transactions) {
            return new SpringTransactionManager(transactions);
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        Assertions assertions(Clock clock) {
            return new Assertions(KEY, clock, Map.of());
        }

        @Bean
        EventStorageEngine engine(Installation installation) {
            return installation.facts;
        }

        @Bean("eventBus")
        EmbeddedEventStore store(EventStorageEngine engine) {
            return EmbeddedEventStore.builder()
                    .storageEngine(engine)
                    .fetchDelay(20)
                    .build();
        }

        @Bean
        Projections.Kind sample(DataSource dataSource, Installation installation) {
            return new Projections.Kind(
                    "sample", schema -> new SampleProjection(dataSource, schema, installation.mischief));
        }
    }

    final ConfigurableApplicationContext context;

    private Node(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Node start(Installation installation, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "rollcall.roles=query",
                "rollcall.query.claim-timeout=1s",
                "rollcall.query.retry-first=300ms",
                "axon.axonserver.enabled=false",
                "axon.serializer.general=jackson3",
                "axon.serializer.events=jackson3",
                "axon.serializer.messages=jackson3",
                "axon.timeout.enabled=false",
                "axon.update-check.disabled=true",
                "spring.flyway.enabled=false"));
        all.addAll(List.of(properties));
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        SpringApplication application = new SpringApplicationBuilder(Process.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(all.toArray(String[]::new))
                .initializers(starting -> {
                    ConfigurableListableBeanFactory beans = starting.getBeanFactory();
                    beans.registerSingleton("installation", installation);
                    beans.registerSingleton("delivery", (FactDelivery) () -> installation.delivery.released());
                    if (installation.second != null) {
                        beans.registerSingleton("second", second(beans, installation.second));
                    }
                })
                .build();
        application.setRegisterShutdownHook(false);
        return new Node(application.run());
    }

    private static Projections.Kind second(BeanFactory beans, SampleProjection.Mischief mischief) {
        return new Projections.Kind(
                "second", schema -> new SampleProjection("second", beans.getBean(DataSource.class), schema, mischief));
    }

    <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    org.axonframework.config.Configuration axon() {
        return get(org.axonframework.config.Configuration.class);
    }

    /** Sends a command as an administrator. */
    <R> R send(Object command) {
        return send(command, ADMINISTRATOR);
    }

    <R> R send(Object command, Provenance by) {
        return get(CommandGateway.class).sendAndWait(asserted(new GenericCommandMessage<>(command, by.toMetaData())));
    }

    /** As everybody in an installation sends commands. */
    <C> CommandMessage<C> asserted(CommandMessage<C> command) {
        return command.withMetaData(get(Assertions.class)
                .asserted(new Subject(
                        command.getIdentifier(),
                        command.getCommandName(),
                        command.getPayload(),
                        command.getMetaData())));
    }

    /** As everybody in an installation asks questions. */
    <Q, R> QueryMessage<Q, R> asserted(QueryMessage<Q, R> question) {
        return question.withMetaData(get(Assertions.class)
                .asserted(new Subject(
                        question.getIdentifier(),
                        question.getQueryName(),
                        question.getPayload(),
                        question.getMetaData())));
    }

    ProjectionView standing() {
        return standing("sample");
    }

    ProjectionView standing(String projection) {
        return get(Standing.class).answer(new FindProjections()).stream()
                .filter(view -> view.name().equals(projection))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the projection has seen every fact there is. */
    void settle() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> standing().lag() == 0);
    }

    @Override
    public void close() {
        context.close();
    }
}
