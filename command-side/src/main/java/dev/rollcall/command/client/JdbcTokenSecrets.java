package dev.rollcall.command.client;

import dev.rollcall.api.Sealed;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.TokenId;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Token values as rows of {@code command.token_secret}. */
class JdbcTokenSecrets implements TokenSecrets {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient rows;

    /** @param rows commits every statement at once: no row may wait for facts that are stored elsewhere */
    JdbcTokenSecrets(JdbcClient rows) {
        this.rows = rows;
    }

    @Override
    public void keep(TokenId token, ClientId client, Sealed value) {
        rows.sql("INSERT INTO command.token_secret (token_id, client_id, sealed) VALUES (?, ?, ?)")
                .params(token.value(), client.value(), value.box())
                .update();
    }

    @Override
    public Optional<Sealed> find(TokenId token) {
        return rows.sql("SELECT sealed FROM command.token_secret WHERE token_id = ?")
                .param(token.value())
                .query(String.class)
                .optional()
                .map(Sealed::new);
    }

    @Override
    public void destroy(TokenId token) {
        rows.sql("DELETE FROM command.token_secret WHERE token_id = ?")
                .param(token.value())
                .update();
    }

    @Override
    public List<Kept> page(@Nullable TokenId after, int limit) {
        return rows.sql("SELECT token_id, client_id, created_at FROM command.token_secret"
                        + " WHERE token_id > ? ORDER BY token_id LIMIT ?")
                .params(after == null ? BEFORE_ALL : after.value(), limit)
                .query((row, number) -> new Kept(
                        new TokenId(row.getObject("token_id", UUID.class)),
                        new ClientId(row.getObject("client_id", UUID.class)),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
