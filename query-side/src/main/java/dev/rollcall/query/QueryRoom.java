package dev.rollcall.query;

import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.EventProcessingAutoConfiguration;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** Puts the room together where a process plays it. */
@AutoConfiguration(
        before = {JdbcAutoConfiguration.class, EventProcessingAutoConfiguration.class, AxonAutoConfiguration.class})
@ConditionalOnExpression("'${rollcall.roles:command,query,web}'.contains('query')")
@EnableConfigurationProperties(QuerySettings.class)
@Import(Views.class)
@ComponentScan({
    "dev.rollcall.query.audit",
    "dev.rollcall.query.client",
    "dev.rollcall.query.projection",
    "dev.rollcall.query.service",
    "dev.rollcall.query.user"
})
class QueryRoom {}
