package dev.rollcall.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Statements that commit by themselves, whatever transaction the caller has open. */
final class Statements {

    /** Reads the current row of a result. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final DataSource dataSource;

    Statements(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    <T> List<T> rows(String query, Row<T> mapper, Object... parameters) {
        return FactEngine.reading(() -> {
            try (Connection connection = FactTable.autocommitting(dataSource);
                    PreparedStatement statement = prepared(connection, query, parameters);
                    ResultSet row = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(mapper.read(row));
                }
                return rows;
            }
        });
    }

    int update(String change, Object... parameters) {
        return FactEngine.reading(() -> {
            try (Connection connection = FactTable.autocommitting(dataSource);
                    PreparedStatement statement = prepared(connection, change, parameters)) {
                return statement.executeUpdate();
            }
        });
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /** Does something on one connection. */
    <T> T on(Work<T> work) {
        return FactEngine.reading(() -> {
            try (Connection connection = FactTable.autocommitting(dataSource)) {
                return work.with(connection);
            }
        });
    }

    /** Something to do on a connection. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }
}
