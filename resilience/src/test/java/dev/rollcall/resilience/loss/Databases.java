package dev.rollcall.resilience.loss;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/** A real PostgreSQL, with a database of its own for every trial. */
final class Databases implements AutoCloseable {

    private static final String USER = "postgres";

    private final EmbeddedPostgres cluster;
    private int last;

    Databases() throws IOException {
        cluster = EmbeddedPostgres.builder().start();
    }

    /** Makes an empty database and answers its URL. */
    String create() throws SQLException {
        String name = "loss" + ++last;
        try (Connection connection = cluster.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return cluster.getJdbcUrl(USER, name);
    }

    static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(4);
        pool.setMinimumIdle(1);
        return pool;
    }

    static Set<String> column(DataSource dataSource, String sql) throws SQLException {
        Set<String> values = new HashSet<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
