package dev.rollcall.command.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.WrappingKey;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.TokenId;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Token values as rows of {@code command.token_secret}, each sealed under a key of its own that is in the same row, wrapped under the
 * installation key, and nowhere else.
 */
class JdbcTokenSecrets implements TokenSecrets {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient rows;
    private final InstallationKey key;
    private final WrappingKey wrapping;

    /**
     * @param rows commits every statement at once: no row may wait for facts that are stored elsewhere
     * @param wrapping of these rows
     */
    JdbcTokenSecrets(JdbcClient rows, InstallationKey key, WrappingKey wrapping) {
        this.rows = rows;
        this.key = key;
        this.wrapping = wrapping;
    }

    @Override
    public void keep(TokenId token, ClientId client, Sealed value) {
        InstallationKey own = InstallationKey.random();
        String sealed = sealed(own, token, key.open(value));
        wrapping.store(bytes(own), owner(token), wrapped -> rows.sql(
                        "INSERT INTO command.token_secret (token_id, client_id, sealed, wrapped, wrapped_by)"
                                + " VALUES (?, ?, ?, ?, ?)")
                .params(token.value(), client.value(), sealed, wrapped.box(), wrapped.under())
                .update());
    }

    /** A value under a key of its own. */
    static String sealed(InstallationKey own, TokenId token, String clear) {
        return Base64.getEncoder().encodeToString(own.wrap(clear.getBytes(US_ASCII), token.toString()));
    }

    static byte[] bytes(InstallationKey own) {
        return Base64.getDecoder().decode(own.export());
    }

    /** To whom the key of a value belongs. */
    static String owner(TokenId token) {
        return "token " + token;
    }

    @Override
    public Optional<Sealed> find(TokenId token) {
        return rows.sql("SELECT sealed, wrapped FROM command.token_secret WHERE token_id = ?")
                .param(token.value())
                .query((row, number) -> opened(token, row.getString("sealed"), row.getBytes("wrapped")))
                .optional();
    }

    private Sealed opened(TokenId token, String sealed, byte @Nullable [] wrapped) {
        if (wrapped == null) {
            return new Sealed(sealed);
        }
        InstallationKey own = new InstallationKey(key.unwrap(wrapped, owner(token)));
        byte[] clear = own.unwrap(Base64.getDecoder().decode(sealed), token.toString());
        return key.seal(new String(clear, US_ASCII));
    }

    @Override
    public void compact() {
        rows.sql("VACUUM (FULL) command.token_secret").update();
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
