package dev.rollcall.query;

import static java.util.stream.Collectors.joining;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/**
 * Statements that are sent to the database together, in this order: one round trip, however many there are. Each sees what
 * those before it did. Where one fails, none of those after it is carried out, and the transaction is lost. For one thread.
 */
public final class Together {

    /** Reads the current row of what a statement answers. */
    @FunctionalInterface
    public interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private record Statement(
            String sql, @Nullable Row row, @Nullable Object[] parameters) {}

    private final JdbcTemplate jdbc;
    private final List<Statement> statements = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();

    public Together(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A query, and who reads each of its rows once all were carried out.
     *
     * @param sql one statement, with a question mark for each parameter
     */
    public void ask(String sql, Row row, @Nullable Object... parameters) {
        statements.add(new Statement(sql, row, parameters));
    }

    /**
     * A change.
     *
     * @param sql one statement, with a question mark for each parameter
     */
    public void change(String sql, @Nullable Object... parameters) {
        statements.add(new Statement(sql, null, parameters));
    }

    /** Something to be done once all statements were carried out. */
    public void afterwards(Runnable action) {
        afterwards.add(action);
    }

    /** Forgets what was not carried out. */
    public void clear() {
        statements.clear();
        afterwards.clear();
    }

    /** Carries out what was gathered, and forgets it. */
    public void run() {
        try {
            if (!statements.isEmpty()) {
                PreparedStatementCallback<Integer> carryingOut = this::carryOut;
                jdbc.execute(statements.stream().map(Statement::sql).collect(joining("; ")), carryingOut);
            }
            List.copyOf(afterwards).forEach(Runnable::run);
        } finally {
            clear();
        }
    }

    private int carryOut(PreparedStatement prepared) throws SQLException {
        int index = 0;
        for (Statement each : statements) {
            for (Object parameter : each.parameters()) {
                prepared.setObject(++index, parameter);
            }
        }
        prepared.execute();
        for (Statement each : statements) {
            if (each.row() != null) {
                try (ResultSet rows = prepared.getResultSet()) {
                    while (rows.next()) {
                        each.row().read(rows);
                    }
                }
            }
            prepared.getMoreResults();
        }
        return statements.size();
    }
}
