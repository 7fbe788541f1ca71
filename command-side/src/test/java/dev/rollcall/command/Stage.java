package dev.rollcall.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.command.engine.Aggregates;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.annotation.ClasspathHandlerDefinition;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What the stories of this room are played on: real databases and stores. */
public final class Stage {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private Stage() {}

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        postgres.close();
                    } catch (IOException alreadyGone) {
                        // nothing is left to stop
                    }
                }));
                return postgres;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** A database of its own, empty. */
    public static DataSource database() {
        String name = "stage_" + DATABASES.incrementAndGet();
        JdbcClient.create(Server.POSTGRES.getPostgresDatabase())
                .sql("CREATE DATABASE " + name)
                .update();
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(Server.POSTGRES.getJdbcUrl("postgres", name));
        pool.setMaximumPoolSize(8);
        pool.setMinimumIdle(0);
        return pool;
    }

    /** A store in memory: it does not notice when two append at the same time. */
    public static EventStore store() {
        return EmbeddedEventStore.builder()
                .storageEngine(new InMemoryEventStorageEngine())
                .build();
    }

    /** A store in a database: of two who append the same number of a fact, it refuses one. */
    public static EventStore store(DataSource database) {
        return EmbeddedEventStore.builder()
                .storageEngine(engine(database, serializer()))
                .build();
    }

    public static JdbcEventStorageEngine engine(DataSource database, Serializer serializer) {
        JdbcEventStorageEngine engine = JdbcEventStorageEngine.builder()
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .connectionProvider(new SpringDataSourceConnectionProvider(database))
                .transactionManager(new SpringTransactionManager(new JdbcTransactionManager(database)))
                .persistenceExceptionResolver(
                        failure -> failure instanceof SQLException sql && "23505".equals(sql.getSQLState()))
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
        return engine;
    }

    public static Serializer serializer() {
        return Jackson3Serializer.builder().build();
    }

    public static Aggregates aggregates(EventStore store) {
        return new Aggregates(
                store,
                ClasspathParameterResolverFactory.forClass(Stage.class),
                ClasspathHandlerDefinition.forClass(Stage.class),
                Duration.ofSeconds(3));
    }

    /** Does all of this at the same moment, each in a thread of its own; the failure of each, or null. */
    public static List<Throwable> race(List<? extends Runnable> runners) throws Exception {
        CyclicBarrier start = new CyclicBarrier(runners.size());
        ExecutorService threads = Executors.newFixedThreadPool(runners.size());
        try {
            List<Future<Throwable>> futures = new ArrayList<>();
            for (Runnable runner : runners) {
                Callable<Throwable> run = () -> {
                    start.await();
                    try {
                        runner.run();
                        return null;
                    } catch (Throwable failure) {
                        return failure;
                    }
                };
                futures.add(threads.submit(run));
            }
            List<Throwable> failures = new ArrayList<>();
            for (Future<Throwable> future : futures) {
                failures.add(future.get());
            }
            return failures;
        } finally {
            threads.shutdownNow();
        }
    }
}
