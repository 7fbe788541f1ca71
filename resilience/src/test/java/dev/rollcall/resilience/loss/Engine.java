package dev.rollcall.resilience.loss;

import dev.rollcall.store.OpenRoom;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** Who keeps the facts. */
enum Engine {
    /** Axon's own for JDBC, cured as one would: JSON, conflicts recognised. What decides about gaps is as it comes. */
    STOCK("select aggregateIdentifier || ':' || sequenceNumber from DomainEventEntry") {
        @Override
        void prepare(DataSource dataSource) {
            stock(dataSource).createSchema(PostgresEventTableFactory.INSTANCE);
        }

        @Override
        Opened open(DataSource dataSource) {
            return new Opened() {
                @Override
                public EventStorageEngine over(DataSource connections) {
                    return stock(connections);
                }

                @Override
                public EventStore listening() {
                    return EmbeddedEventStore.builder()
                            .storageEngine(stock(dataSource))
                            // about as prompt as ours; by default it looks every second and takes longer to lose as
                            // much
                            .fetchDelay(20)
                            .build();
                }

                @Override
                public void close() {
                    // the event store is closed with its process
                }
            };
        }
    },

    ROLLCALL("select aggregate_id || ':' || sequence from store.fact") {
        @Override
        void prepare(DataSource dataSource) {
            OpenRoom.prepare(dataSource);
        }

        @Override
        Opened open(DataSource dataSource) {
            OpenRoom room = new OpenRoom(dataSource);
            return new Opened() {
                @Override
                public EventStorageEngine over(DataSource connections) {
                    return room.over(connections);
                }

                @Override
                public EventStore listening() {
                    return room.listening();
                }

                @Override
                public void close() {
                    room.close();
                }
            };
        }
    };

    /** Asks for every fact there is, as {@code aggregate:sequence}. */
    final String everything;

    Engine(String everything) {
        this.everything = everything;
    }

    /** Makes the tables. */
    abstract void prepare(DataSource dataSource);

    abstract Opened open(DataSource dataSource);

    /** An engine in this process. */
    interface Opened extends AutoCloseable {

        /** To append by; over connections of somebody's own, who may have a transaction open in them. */
        EventStorageEngine over(DataSource connections);

        /** To read by, as projections do. */
        EventStore listening();

        @Override
        void close();
    }

    private static JdbcEventStorageEngine stock(DataSource connections) {
        Jackson3Serializer json = Jackson3Serializer.builder().build();
        return JdbcEventStorageEngine.builder()
                .eventSerializer(json)
                .snapshotSerializer(json)
                .connectionProvider(connections::getConnection)
                .transactionManager(NoTransactionManager.INSTANCE)
                .persistenceExceptionResolver(
                        failure -> failure instanceof SQLException sql && "23505".equals(sql.getSQLState()))
                .build();
    }
}
