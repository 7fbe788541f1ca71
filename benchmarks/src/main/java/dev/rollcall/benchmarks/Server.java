package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.InstallationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The PostgreSQL that a running jar brought along: everything is measured on this one. */
record Server(String port, String password, InstallationKey key) {

    static final String USER = "rollcall";
    /** The database of the jar itself. */
    static final String OF_THE_JAR = "postgres";

    private static final int CONNECTIONS = 24;

    /** Refuses (IllegalStateException) a server that does not wait for its disk. */
    static Server of(Path data) throws IOException, SQLException {
        Server server = new Server(
                Files.readAllLines(data.resolve("postgres/postmaster.pid"), UTF_8)
                        .get(3)
                        .strip(),
                Files.readString(data.resolve("keys/postgres.password"), UTF_8).strip(),
                InstallationKey.parse(Files.readString(data.resolve("keys/installation.key"), UTF_8)));
        try (Connection connection = server.connect(OF_THE_JAR)) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                String value = column(connection, "show " + setting).get(0);
                if (!value.equals("on")) {
                    throw new IllegalStateException(setting + " is " + value + ": figures without it mean nothing");
                }
            }
        }
        return server;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), USER, password);
    }

    /** Makes an empty database; the caller closes the pool. */
    HikariDataSource make(String database) throws SQLException {
        try (Connection connection = connect(OF_THE_JAR)) {
            run(connection, "create database " + database);
        }
        return pool(database);
    }

    HikariDataSource pool(String database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url(database));
        pool.setUsername(USER);
        pool.setPassword(password);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        return pool;
    }

    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of every row, as text. */
    static List<String> column(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (row.next()) {
                column.add(row.getString(1));
            }
            return column;
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        return Long.parseLong(column(connection, sql).get(0));
    }
}
