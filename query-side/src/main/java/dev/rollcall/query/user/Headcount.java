package dev.rollcall.query.user;

import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.user.UserId;
import dev.rollcall.query.Recorded;
import dev.rollcall.query.RowMissing;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whose each client is, so that they can be counted. A row per client instead of a number per user: a fact that comes
 * twice would be counted twice, and a client's facts may come before those of its user where they are read side by side.
 */
class Headcount {

    private final JdbcClient jdbc;
    private final String table;

    Headcount(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.table = schema + ".clients";
    }

    void joined(ClientId client, UserId user, Recorded recorded) {
        jdbc.sql("insert into " + table + " (client_id, user_id, version) values (:client, :user, :version)"
                        + " on conflict do nothing")
                .param("client", client.value())
                .param("user", user.value())
                .param("version", recorded.version())
                .update();
    }

    void moved(ClientId client, UserId user, Recorded recorded) {
        belongs(client, user.value(), recorded);
    }

    /** It stays as a row of nobody's, or else it would be there again when its first fact comes again. */
    void left(ClientId client, Recorded recorded) {
        belongs(client, null, recorded);
    }

    private void belongs(ClientId client, @Nullable UUID user, Recorded recorded) {
        int changed = jdbc.sql("update " + table + " set user_id = :user, version = :version"
                        + " where client_id = :client and version < :version")
                .param("client", client.value())
                .param("user", user)
                .param("version", recorded.version())
                .update();
        if (changed == 0 && !known(client)) {
            throw new RowMissing(table, client.value(), recorded.version());
        }
    }

    private boolean known(ClientId client) {
        return jdbc.sql("select exists (select 1 from " + table + " where client_id = :client)")
                .param("client", client.value())
                .query(Boolean.class)
                .single();
    }
}
