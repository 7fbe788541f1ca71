package dev.rollcall.query.user;

import dev.rollcall.query.Past;
import dev.rollcall.query.Projections;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The users' part of the room. */
@Configuration(proxyBeanMethods = false)
class UserViews {

    @Bean
    Projections.Kind usersKind(JdbcClient jdbc, Past past) {
        return new Projections.Kind(UserProjection.NAME, schema -> new UserProjection(jdbc, schema, past));
    }

    @Bean
    UserProjection userProjection(JdbcClient jdbc, Past past) {
        return new UserProjection(jdbc, Projections.schemaOf(UserProjection.NAME), past);
    }
}
