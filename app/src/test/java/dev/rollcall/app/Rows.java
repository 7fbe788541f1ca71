package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** The embedded database of a running process, read past it. */
final class Rows implements AutoCloseable {

    private final Connection connection;

    private Rows(Connection connection) {
        this.connection = connection;
    }

    static Rows of(Path data) throws Exception {
        String port = Files.readAllLines(data.resolve("postgres/postmaster.pid"), UTF_8)
                .get(3)
                .strip();
        String password =
                Files.readString(data.resolve("keys/postgres.password"), UTF_8).strip();
        return new Rows(DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", EmbeddedDatabase.USER, password));
    }

    long count(String from) throws SQLException {
        return Long.parseLong(column("select count(*) from " + from).get(0));
    }

    List<String> column(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                values.add(row.getString(1));
            }
            return values;
        }
    }

    void execute(String change) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(change);
        }
    }

    /** Every row of every table, as a backup of the whole database holds them; bytes as text where they are text. */
    String dump() throws Exception {
        StringWriter dump = new StringWriter();
        for (String table : column("select format('%I.%I', schemaname, tablename) from pg_tables"
                + " where schemaname not in ('pg_catalog', 'information_schema')")) {
            dump.append(table).append('\n');
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + table + " to stdout", dump);
            for (String bytes : column("select format('select encode(%I, ''escape'') from %s', column_name, '" + table
                    + "') from information_schema.columns where data_type = 'bytea' and format('%I.%I', table_schema,"
                    + " table_name) = '" + table + "'")) {
                column(bytes).forEach(dump::append);
            }
        }
        return dump.toString();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
