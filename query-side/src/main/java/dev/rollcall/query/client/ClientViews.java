package dev.rollcall.query.client;

import dev.rollcall.query.Past;
import dev.rollcall.query.Projections;
import dev.rollcall.query.QuerySettings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clients' part of the room. */
@Configuration(proxyBeanMethods = false)
class ClientViews {

    @Bean
    Sightings sightings(JdbcClient jdbc, Clock clock, QuerySettings settings) {
        return new Sightings(jdbc, clock, settings.presence());
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
