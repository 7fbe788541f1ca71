package dev.rollcall.query.client;

import dev.rollcall.query.Past;
import dev.rollcall.query.Projections;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clients' part of the room. */
@Configuration(proxyBeanMethods = false)
class ClientViews {

    @Bean
    Sightings sightings(JdbcClient jdbc, Clock clock, @Value("${rollcall.query.presence:90s}") Duration lasting) {
        return new Sightings(jdbc, clock, lasting);
    }

    @Bean
    Projections.Kind clientsKind(JdbcClient jdbc, Sightings sightings, Past past) {
        return new Projections.Kind(
                ClientProjection.NAME, schema -> new ClientProjection(jdbc, schema, sightings, past));
    }

    @Bean
    ClientProjection clientProjection(JdbcClient jdbc, Sightings sightings, Past past) {
        return new ClientProjection(jdbc, Projections.schemaOf(ClientProjection.NAME), sightings, past);
    }
}
