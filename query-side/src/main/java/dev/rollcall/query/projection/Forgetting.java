package dev.rollcall.query.projection;

import dev.rollcall.api.PersonalKeys;
import dev.rollcall.query.Projections;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The part that clears up after users who were erased; where nobody keeps keys, nobody is. */
@Configuration(proxyBeanMethods = false)
class Forgetting {

    private static final Duration NOW_AND_THEN = Duration.ofSeconds(5);

    @Bean
    SmartInitializingSingleton queryErasures(
            Projections projections,
            ObjectProvider<PersonalKeys> keys,
            DataSource dataSource,
            TransactionManager transactions,
            Schemas schemas,
            Chores chores) {
        return () -> keys.ifAvailable(held -> chores.every(
                NOW_AND_THEN,
                new Erasures(projections, held, new JdbcTemplate(dataSource), transactions, schemas, Erasures.SETTLED)
                        ::run));
    }
}
