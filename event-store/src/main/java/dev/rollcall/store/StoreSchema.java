package dev.rollcall.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.flywaydb.core.Flyway;

/** The tables of this room, brought up to date, and the era they are in. Nothing of this room is used before. */
final class StoreSchema {

    StoreSchema(DataSource dataSource) {
        Flyway.configure()
                .dataSource(dataSource)
                .schemas("store")
                .locations("classpath:db/store")
                .load()
                .migrate();
        try (Connection connection = dataSource.getConnection()) {
            Era.ensure(connection);
        } catch (SQLException failure) {
            throw new EventStoreException("the era of the facts cannot be told: " + failure.getMessage(), failure);
        }
    }
}
