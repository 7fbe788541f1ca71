package dev.rollcall.store;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Kept;
import dev.rollcall.api.Tombstones;
import dev.rollcall.api.WrappingKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.AxonServerAutoConfiguration;
import org.axonframework.springboot.autoconfig.AxonServerBusAutoConfiguration;
import org.axonframework.springboot.autoconfig.EventProcessingAutoConfiguration;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JacksonModule;

/**
 * The room that keeps. The names of facts hold on every store; the engine is there unless Axon Server keeps the facts. Comes
 * before everything of Axon's that would otherwise choose a serializer or a store of its own.
 */
@AutoConfiguration(
        before = {
            AxonAutoConfiguration.class,
            AxonServerAutoConfiguration.class,
            AxonServerBusAutoConfiguration.class,
            EventProcessingAutoConfiguration.class,
            JdbcAutoConfiguration.class
        })
class StoreRoom {

    private static final String KEEPS_KEYS = "'${rollcall.roles:command,query,web}'.contains('command') or"
            + " '${rollcall.roles:command,query,web}'.contains('query')";

    @Bean
    @Qualifier("eventSerializer")
    FactSerializer eventSerializer(Sealing sealing) {
        return new FactSerializer(sealing);
    }

    @Bean
    Kept keptPlaces() {
        return new Kept(FactToken.class);
    }

    /** For whatever else holds personal data and is written as JSON. */
    @Bean
    JacksonModule personalModule(Sealing sealing) {
        return new PersonalModule(sealing);
    }

    /** A process that plays only {@code web} has no database and meets no fact. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression(KEEPS_KEYS)
    static class Keys {

        @Bean
        Vault personalKeys(DataSource dataSource, InstallationKey key, Tombstones tombstones) {
            return new Vault(dataSource, key, tombstones);
        }

        @Bean
        WrappingKey userKeysWrapping(Vault keys) {
            return keys.wrapping();
        }

        @Bean
        Sealing sealing(Vault keys) {
            return new Sealing(keys);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression("!(" + KEEPS_KEYS + ")")
    static class NoKeys {

        @Bean
        Sealing sealing() {
            return new Sealing(new KeysElsewhere());
        }
    }

    /** Axon Server takes metadata as it is, past the serializer. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "true")
    static class Elsewhere {

        @Bean
        EventUpcaster actorsOpened(Sealing sealing) {
            return new ActorsOpened(sealing);
        }

        @Bean
        SmartInitializingSingleton actorsSealed(EventStore store, Sealing sealing) {
            return () -> store.registerDispatchInterceptor(
                    facts -> (number, fact) -> fact.withMetaData(sealing.sealed(fact.getMetaData())));
        }
    }

    /** Facts happen in whole milliseconds, because that is what both stores give back unchanged. */
    @Bean
    InitializingBean timesOfFacts(ObjectProvider<Clock> clock) {
        return () ->
                GenericEventMessage.clock = Clock.tick(clock.getIfAvailable(Clock::systemUTC), Duration.ofMillis(1));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false", matchIfMissing = true)
    @EnableConfigurationProperties(StoreSettings.class)
    static class Keeping {

        @Bean
        StoreSchema storeSchema(DataSource dataSource, @Qualifier("storeOwner") ObjectProvider<DataSource> owner) {
            return new StoreSchema(owner.getIfAvailable(() -> dataSource), dataSource);
        }

        @Bean
        FactTable factTable(DataSource dataSource, StoreSchema present) {
            return new FactTable(dataSource);
        }

        @Bean
        FactSubjects storedSubjects(FactTable facts) {
            return new FactSubjects(facts);
        }

        @Bean(initMethod = "start")
        Bell factBell(FactTable facts, StoreSettings settings) {
            return new Bell(facts, settings.poll());
        }

        @Bean(initMethod = "start")
        OpenTransactions openTransactionWatch(DataSource dataSource, Bell bell, StoreSettings settings) {
            return new OpenTransactions(dataSource, bell, settings.openTransactionLimit());
        }

        @Bean
        Chain factChain(
                DataSource dataSource,
                StoreSchema present,
                InstallationKey key,
                StoreSettings settings,
                ObjectProvider<Clock> clock) {
            Witness witness = settings.headFile().isBlank() ? null : new Witness(Path.of(settings.headFile()));
            return new Chain(dataSource, () -> ChainKey.of(key), witness, clock.getIfAvailable(Clock::systemUTC));
        }

        @Bean(initMethod = "start")
        Notary factNotary(Chain chain, Bell bell, StoreSettings settings) {
            return new Notary(chain, bell, settings.signEvery());
        }

        @Bean
        ReadAhead factsAhead(FactTable facts) {
            return new ReadAhead(facts);
        }

        @Bean
        FactEngine eventStorageEngine(
                DataSource dataSource,
                FactTable facts,
                Vault vault,
                Bell bell,
                ReadAhead ahead,
                @Qualifier("eventSerializer") Serializer eventSerializer,
                Serializer snapshotSerializer,
                org.axonframework.config.Configuration axon) {
            return new FactEngine(
                    dataSource,
                    facts,
                    vault,
                    bell,
                    ahead,
                    new FactEngine.Parts(
                            eventSerializer, snapshotSerializer, axon.upcasterChain(), axon.snapshotFilter()));
        }

        @Bean
        Pages factPages(FactEngine engine) {
            return new Pages(engine::after);
        }

        @Bean(initMethod = "start")
        Ear factEar(DataSource dataSource, Bell bell, Pages pages) {
            return new Ear(dataSource, bell, pages);
        }

        /** Named as Axon names it. */
        @Bean("eventBus")
        @Qualifier("eventStore")
        FactStore eventStore(FactEngine engine, Pages pages, Bell bell, org.axonframework.config.Configuration axon) {
            return new FactStore(
                    engine,
                    pages,
                    bell,
                    axon.messageMonitor(EventStore.class, "eventStore"),
                    axon.getComponent(EventBusSpanFactory.class));
        }
    }
}
