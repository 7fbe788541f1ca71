package dev.rollcall.command;

import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.user.SignIn;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.responsetypes.ResponseType;
import org.axonframework.queryhandling.GenericQueryMessage;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryMessage;
import org.axonframework.queryhandling.QueryResponseMessage;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.PlatformTransactionManager;

/** This room as a program of its own, on a database of its own, spoken to by messages only. */
public final class Room implements AutoCloseable {

    /** Of the first administrator, {@code admin}. */
    public static final String ADMIN_PASSWORD = "Open.Sesame.1";

    private final ConfigurableApplicationContext context;
    private final CommandBus bus;
    private final Actor admin;

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class House {
        @Bean
        DataSource dataSource() {
            return Stage.database();
        }

        @Bean
        InstallationKey installationKey() {
            return InstallationKey.random();
        }

        @Bean
        NotedKeys personalKeys() {
            return new NotedKeys();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        Assertions assertions(InstallationKey key, Clock clock) {
            return new Assertions(key, clock, Map.of());
        }

        @Bean
        TransactionManager axonTransactions(PlatformTransactionManager transactions) {
            return new SpringTransactionManager(transactions);
        }

        @Bean
        @Primary
        Serializer serializer() {
            return Stage.serializer();
        }

        @Bean
        EventStorageEngine engine(DataSource database, Serializer serializer) {
            return Stage.engine(database, serializer);
        }
    }

    /** @param settings besides those that every room has, as {@code name=value} */
    public Room(String... settings) {
        context = new SpringApplicationBuilder(House.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "axon.axonserver.enabled=false",
                        "axon.update-check.disabled=true",
                        "spring.flyway.enabled=false",
                        "spring.main.banner-mode=off",
                        "rollcall.admin-password=" + ADMIN_PASSWORD)
                .properties(settings)
                .run();
        bus = bean(CommandBus.class);
        admin = (Actor) send(new SignIn("admin", key().seal(ADMIN_PASSWORD), "192.0.2.0"), Map.of());
    }

    @Override
    public void close() {
        context.close();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> List<T> beans(Class<T> type) {
        return List.copyOf(context.getBeansOfType(type).values());
    }

    public InstallationKey key() {
        return bean(InstallationKey.class);
    }

    /** The first administrator. */
    public Actor admin() {
        return admin;
    }

    /** What a command gets as its metadata when the first administrator sends it. */
    public Map<String, String> byAdmin() {
        return new Provenance(admin, Via.API, "c-1").toMetaData();
    }

    /** The answer; throws the refusal. */
    public Object send(Object command, Map<String, String> metaData) {
        CommandResultMessage<?> result = result(command, metaData);
        if (result.isExceptional()) {
            throw (RuntimeException) result.exceptionResult();
        }
        return result.getPayload();
    }

    public Rejection refusal(Object command, Map<String, String> metaData) {
        return rejection(result(command, metaData).exceptionResult());
    }

    private CommandResultMessage<?> result(Object command, Map<String, String> metaData) {
        FutureCallback<Object, Object> answer = new FutureCallback<>();
        bus.dispatch(asserted(new GenericCommandMessage<>(command, metaData)), answer);
        return answer.getResult();
    }

    /** The answer to a question; throws the refusal. */
    public <R> R ask(Object question, ResponseType<R> type, Map<String, String> metaData) {
        return ask(question.getClass().getName(), question, type, metaData);
    }

    /** Likewise, of a question that has a name of its own. */
    public <R> R ask(String name, Object question, ResponseType<R> type, Map<String, String> metaData) {
        QueryResponseMessage<R> answer = bean(QueryBus.class)
                .query(asserted(new GenericQueryMessage<>(question, name, type).andMetaData(metaData)))
                .join();
        if (answer.isExceptional()) {
            throw (RuntimeException) answer.exceptionResult();
        }
        return answer.getPayload();
    }

    /** As everybody in an installation sends commands. */
    public <C> CommandMessage<C> asserted(CommandMessage<C> command) {
        return command.withMetaData(bean(Assertions.class)
                .asserted(new Subject(
                        command.getIdentifier(),
                        command.getCommandName(),
                        command.getPayload(),
                        command.getMetaData())));
    }

    /** As everybody in an installation asks questions. */
    public <Q, R> QueryMessage<Q, R> asserted(QueryMessage<Q, R> question) {
        return question.withMetaData(bean(Assertions.class)
                .asserted(new Subject(
                        question.getIdentifier(),
                        question.getQueryName(),
                        question.getPayload(),
                        question.getMetaData())));
    }

    public static Rejection rejection(Throwable failure) {
        return ((Rejected) failure).refusal().rejection();
    }

    /** The last fact of an aggregate. */
    public DomainEventMessage<?> last(Object aggregate) {
        return bean(EventStore.class)
                .readEvents(aggregate.toString())
                .asStream()
                .reduce((before, after) -> after)
                .orElseThrow();
    }
}
