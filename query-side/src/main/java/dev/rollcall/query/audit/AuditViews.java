package dev.rollcall.query.audit;

import dev.rollcall.query.Projections;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The history's part of the room. */
@Configuration(proxyBeanMethods = false)
class AuditViews {

    @Bean
    Projections.Kind historyKind(JdbcTemplate jdbc) {
        return new Projections.Kind(HistoryProjection.NAME, schema -> new HistoryProjection(jdbc, schema));
    }

    @Bean
    HistoryProjection historyProjection(JdbcTemplate jdbc) {
        return new HistoryProjection(jdbc, Projections.schemaOf(HistoryProjection.NAME));
    }
}
