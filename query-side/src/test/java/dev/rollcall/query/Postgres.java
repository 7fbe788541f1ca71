package dev.rollcall.query;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A database of one's own on a real PostgreSQL, with the tables beside the views and those views that are named. */
public final class Postgres {

    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final DataSource database = create();
    private final JdbcClient jdbc = JdbcClient.create(database);

    public Postgres(String... projections) {
        migrate("query", "classpath:db/query");
        for (String projection : projections) {
            make(projection, Projections.schemaOf(projection));
        }
    }

    public JdbcTemplate template() {
        return new JdbcTemplate(database);
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    /** Makes the tables of a projection in a schema, anew. */
    public void make(String projection, String schema) {
        jdbc.sql("drop schema if exists " + schema + " cascade").update();
        migrate(schema, "classpath:db/view/" + projection);
    }

    private void migrate(String schema, String location) {
        Flyway.configure()
                .dataSource(database)
                .schemas(schema)
                .defaultSchema(schema)
                .locations(location)
                .load()
                .migrate();
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static DataSource create() {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
            return new SingleConnectionDataSource(
                    SERVER.getDatabase("postgres", name, Map.of()).getConnection(), true);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
