package dev.rollcall.query.service;

import dev.rollcall.query.Projections;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The service accounts' part of the room. */
@Configuration(proxyBeanMethods = false)
class ServiceViews {

    @Bean
    Projections.Kind servicesKind(JdbcClient jdbc) {
        return new Projections.Kind(ServiceProjection.NAME, schema -> new ServiceProjection(jdbc, schema));
    }

    @Bean
    ServiceProjection serviceProjection(JdbcClient jdbc) {
        return new ServiceProjection(jdbc, Projections.schemaOf(ServiceProjection.NAME));
    }
}
