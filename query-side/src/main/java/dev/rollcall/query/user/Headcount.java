package dev.rollcall.query.user;

import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.user.UserId;
import dev.rollcall.query.Held;
import dev.rollcall.query.Recorded;
import dev.rollcall.query.RowMissing;
import dev.rollcall.query.Together;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whose each client is, so that they can be counted. A row per client instead of a number per user: a fact that comes
 * twice would be counted twice, and a client's facts may come before those of its user where they are read side by side.
 */
class Headcount {

    private final String table;
    private final Held rows;

    Headcount(JdbcClient jdbc, String schema) {
        this.table = schema + ".clients";
        this.rows = new Held(jdbc, table, "client_id");
    }

    void begin(Collection<UUID> touched, Together reads) {
        rows.begin(touched, reads);
    }

    void joined(ClientId client, UserId user, Recorded recorded) {
        belongs(client, user.value(), recorded);
    }

    void moved(ClientId client, UserId user, Recorded recorded) {
        require(client, recorded);
        belongs(client, user.value(), recorded);
    }

    /** It stays as a row of nobody's, or else it would be there again when its first fact comes again. */
    void left(ClientId client, Recorded recorded) {
        require(client, recorded);
        belongs(client, null, recorded);
    }

    void flush(Together writes) {
        rows.flush(writes);
    }

    private void require(ClientId client, Recorded recorded) {
        if (rows.find(client.value()).isEmpty()) {
            throw new RowMissing(table, client.value(), recorded.version());
        }
    }

    private void belongs(ClientId client, @Nullable UUID user, Recorded recorded) {
        if (rows.version(client.value()) < recorded.version()) {
            Map<String, @Nullable Object> columns = new LinkedHashMap<>();
            columns.put("user_id", user);
            columns.put("version", recorded.version());
            rows.put(client.value(), columns);
        }
    }
}
