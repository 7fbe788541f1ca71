package dev.rollcall.resilience.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.resilience.Answer;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The database of an installation, read past the program. */
public final class Store implements AutoCloseable {

    private static final String FACTS = """
            select era || '.' || xid || '.' || number as place, event_id, aggregate_id, sequence, name,
                   convert_from(payload, 'UTF8') as payload, metadata
            from store.fact
            order by era, xid, number""";

    private final Connection connection;
    private final @Nullable Unsealing unsealing;

    private Store(Connection connection, @Nullable Unsealing unsealing) {
        this.connection = connection;
        this.unsealing = unsealing;
    }

    /** The embedded database over a data folder, while it runs: its port and password are in files there. */
    public static Store embedded(Path data) throws IOException {
        String port = Files.readAllLines(data.resolve("postgres/postmaster.pid"), UTF_8)
                .get(3)
                .strip();
        String password =
                Files.readString(data.resolve("keys/postgres.password"), UTF_8).strip();
        Connection connection = open("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "rollcall", password);
        String key =
                Files.readString(data.resolve("keys/installation.key"), UTF_8).strip();
        return new Store(connection, new Unsealing(connection, key));
    }

    /** Personal data in the facts stays sealed: the key lies elsewhere. */
    public static Store at(String url, String username, String password) {
        return new Store(open(url, username, password), null);
    }

    private static Connection open(String url, String username, String password) {
        try {
            return DriverManager.getConnection(url, username, password);
        } catch (SQLException unreachable) {
            throw new IllegalStateException("cannot judge by SQL: " + url, unreachable);
        }
    }

    /** All facts, in their order. */
    public List<StoredFact> facts() {
        List<StoredFact> facts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FACTS)) {
            while (row.next()) {
                facts.add(new StoredFact(
                        row.getString("place"),
                        row.getString("event_id"),
                        row.getString("aggregate_id"),
                        row.getLong("sequence"),
                        row.getString("name"),
                        payload(row.getString("name"), row.getString("payload")),
                        Answer.JSON.readTree(row.getString("metadata"))));
            }
        } catch (SQLException unreadable) {
            throw new IllegalStateException("cannot judge by SQL", unreadable);
        }
        return facts;
    }

    private JsonNode payload(String name, String json) {
        JsonNode payload = Answer.JSON.readTree(json);
        if (unsealing != null && payload instanceof ObjectNode fields) {
            unsealing.unseal(name, fields);
        }
        return payload;
    }

    /** How many transactions were rolled back as yet; where appends race, each that collides is one. */
    public long rolledBack() {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select xact_rollback from pg_stat_database where datname = current_database()")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException unreadable) {
            throw new IllegalStateException("cannot judge by SQL", unreadable);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException closed) {
            // only reads
        }
    }
}
