package dev.rollcall.command;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.command.engine.Aggregates;
import dev.rollcall.command.engine.CommandSettings;
import dev.rollcall.command.engine.PersistentCommandBus;
import dev.rollcall.command.engine.Tables;
import dev.rollcall.command.engine.Targets;
import dev.rollcall.command.gate.Gate;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandBusSpanFactory;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.lifecycle.Phase;
import org.axonframework.messaging.annotation.HandlerDefinition;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** Puts the room together where a process plays it. */
@AutoConfiguration(before = AxonAutoConfiguration.class)
@ConditionalOnExpression("'${rollcall.roles:command,query,web}'.contains('command')")
@EnableConfigurationProperties(CommandSettings.class)
@ComponentScan({
    "dev.rollcall.command.claim",
    "dev.rollcall.command.client",
    "dev.rollcall.command.gate",
    "dev.rollcall.command.service",
    "dev.rollcall.command.user"
})
class CommandRoom {

    /**
     * Facts have their time in milliseconds, which every store keeps: an answer made before they are stored says the same as
     * a view made after.
     */
    CommandRoom(Clock clock) {
        GenericEventMessage.clock = Clock.tick(clock, Duration.ofMillis(1));
    }

    @Bean
    Targets commandTargets() {
        return new Targets();
    }

    @Bean
    Tables commandTables(DataSource source, InstallationKey key) {
        return Tables.of(source, key);
    }

    @Bean
    Aggregates aggregates(
            EventStore store,
            ParameterResolverFactory parameters,
            HandlerDefinition handlers,
            CommandSettings settings) {
        return new Aggregates(store, parameters, handlers, settings.longestWait());
    }

    /** Named as Axon names its own, which steps back before it. */
    @Bean
    @Qualifier("localSegment")
    PersistentCommandBus commandBus(Configuration axon, Gate gate) {
        PersistentCommandBus bus = new PersistentCommandBus(SimpleCommandBus.builder()
                .spanFactory(axon.getComponent(CommandBusSpanFactory.class))
                .messageMonitor(axon.messageMonitor(CommandBus.class, "commandBus")));
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(axon.correlationDataProviders()));
        gate.stations().forEach(bus::registerHandlerInterceptor);
        return bus;
    }

    /** Questions pass the gate as well. */
    @Bean
    ConfigurerModule questions(ObjectProvider<Gate> gate) {
        return configurer -> configurer.onInitialize(
                axon -> axon.onStart(Phase.LOCAL_MESSAGE_HANDLER_REGISTRATIONS, () -> axon.queryBus()
                        .registerHandlerInterceptor(gate.getObject().admission())));
    }

    /** Who acted, why and in which request goes from a command to its facts. */
    @Bean
    CorrelationDataProvider provenanceProvider() {
        return new SimpleCorrelationDataProvider(Provenance.CARRIED.toArray(String[]::new));
    }

    /** Axon's own, which it leaves out as soon as there is another one. */
    @Bean
    CorrelationDataProvider messageOriginProvider() {
        return new MessageOriginProvider();
    }
}
