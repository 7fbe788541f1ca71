package dev.rollcall.command;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.command.engine.Aggregates;
import dev.rollcall.command.engine.Tables;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.HandlerDefinition;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
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
    "dev.rollcall.command.engine",
    "dev.rollcall.command.user"
})
class CommandRoom {

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
}
