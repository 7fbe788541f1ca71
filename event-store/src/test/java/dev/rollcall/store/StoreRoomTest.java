package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Tombstones;
import dev.rollcall.api.user.UserId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.axonframework.axonserver.connector.event.axon.AxonServerEventStore;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.gateway.EventGateway;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The room among everything that Spring Boot and Axon configure of themselves. */
class StoreRoomTest {

    private final HikariDataSource database = Clusters.database();
    private final Clock clockBefore = GenericEventMessage.clock;

    @AfterEach
    void close() {
        GenericEventMessage.clock = clockBefore;
        database.close();
    }

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withBean(DataSource.class, () -> database)
                .withBean(InstallationKey.class, () -> Keeper.KEY)
                .withBean(Tombstones.class, Buried::new)
                .withUserConfiguration(Application.class)
                .withPropertyValues(
                        "axon.serializer.general=jackson3",
                        "axon.serializer.messages=jackson3",
                        "axon.update-check.disabled=true");
    }

    @Test
    void the_engine_keeps_the_facts_unless_axon_server_does() {
        runner().withPropertyValues("axon.axonserver.enabled=false").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context).hasSingleBean(EventStorageEngine.class).hasSingleBean(EventBus.class);
            assertThat(context.getBean(EventStorageEngine.class)).isInstanceOf(FactEngine.class);
            assertThat(context.getBean(EventStore.class)).isInstanceOf(FactStore.class);
            assertThat(context.getBean(OpenTransactionWatch.class).heldBack()).isZero();
            assertThat(eventSerializer(context)).isInstanceOf(FactSerializer.class);
            assertThat(context.getBean(org.axonframework.config.Configuration.class)
                            .eventSerializer())
                    .isInstanceOf(FactSerializer.class);
            assertThat(context.getBean(Serializer.class)).isExactlyInstanceOf(Jackson3Serializer.class);

            UserId user = Keeper.user();
            context.getBean(EventGateway.class).publish(Keeper.renamed(user, "Byron"));
            assertThat(Clusters.query(database, "select name from store.fact")).containsExactly("user-renamed");
        });
    }

    @Test
    void with_axon_server_only_the_names_of_the_facts_are_ours() {
        runner().withPropertyValues("axon.axonserver.enabled=true", "axon.axonserver.servers=127.0.0.1:1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context)
                            .doesNotHaveBean(EventStorageEngine.class)
                            .doesNotHaveBean(StoreSchema.class);
                    assertThat(context.getBean(EventStore.class)).isInstanceOf(AxonServerEventStore.class);
                    assertThat(eventSerializer(context)).isInstanceOf(FactSerializer.class);
                    assertThat(Clusters.query(database, "select nspname from pg_namespace where nspname = 'store'"))
                            .isEmpty();
                });
    }

    @Test
    void facts_happen_in_whole_milliseconds_of_the_clock_of_the_application() {
        runner().withPropertyValues("axon.axonserver.enabled=false")
                .withBean(
                        Clock.class, () -> Clock.fixed(Instant.parse("2026-02-03T04:05:06.789987654Z"), ZoneOffset.UTC))
                .run(context -> assertThat(
                                GenericEventMessage.asEventMessage("x").getTimestamp())
                        .isEqualTo(Instant.parse("2026-02-03T04:05:06.789Z")));
    }

    @Test
    void a_wrong_setting_is_named() {
        runner().withPropertyValues("axon.axonserver.enabled=false", "rollcall.store.poll=1ms")
                .run(context ->
                        assertThat(context).getFailure().hasStackTraceContaining("rollcall.store.poll is 10ms to 60s"));
    }

    private static Serializer eventSerializer(ApplicationContext context) {
        return BeanFactoryAnnotationUtils.qualifiedBeanOfType(
                context.getAutowireCapableBeanFactory(), Serializer.class, "eventSerializer");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = FlywayAutoConfiguration.class)
    static class Application {}
}
