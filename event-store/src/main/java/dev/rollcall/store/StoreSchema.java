package dev.rollcall.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.flywaydb.core.Flyway;

/** The tables of this room, brought up to date, and the era they are in. Nothing of this room is used before. */
final class StoreSchema {

    StoreSchema(DataSource dataSource) {
        this(dataSource, dataSource);
    }

    /** @param owner whose the tables are; where it is another role than the program's, that one gets no more rights than it needs */
    StoreSchema(DataSource owner, DataSource program) {
        Flyway.configure()
                .dataSource(owner)
                .schemas("store")
                .locations("classpath:db/store")
                .load()
                .migrate();
        try (Connection connection = owner.getConnection();
                Connection user = program.getConnection()) {
            Era.ensure(connection);
            String role = user.getMetaData().getUserName();
            if (!role.equals(connection.getMetaData().getUserName())) {
                ProgramRole.grant(connection, role);
            }
        } catch (SQLException failure) {
            throw new EventStoreException("the tables of facts cannot be made ready: " + failure.getMessage(), failure);
        }
    }
}
