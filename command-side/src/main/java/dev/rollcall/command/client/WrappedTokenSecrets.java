package dev.rollcall.command.client;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.WrappedRows;
import dev.rollcall.api.client.TokenId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys of token values in their rows, as far as it matters what they are wrapped under. */
class WrappedTokenSecrets implements WrappedRows {

    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final String CONSTRAINT = "token_secret_wrapped_by_fkey";

    private record Row(TokenId token, String sealed, byte @Nullable [] wrapped) {}

    private final JdbcClient rows;
    private final InstallationKey key;

    /** @param rows commits every statement at once */
    WrappedTokenSecrets(JdbcClient rows, InstallationKey key) {
        this.rows = rows;
        this.key = key;
    }

    @Override
    public List<String> registered() {
        return rows.sql("SELECT fingerprint FROM command.wrapping_key ORDER BY place")
                .query(String.class)
                .list();
    }

    @Override
    public Set<String> retired() {
        return Set.copyOf(rows.sql("SELECT fingerprint FROM command.retired_key")
                .query(String.class)
                .list());
    }

    @Override
    public void register(String fingerprint) {
        rows.sql("INSERT INTO command.wrapping_key (fingerprint) SELECT :key"
                        + " WHERE NOT EXISTS (SELECT FROM command.retired_key WHERE fingerprint = :key)"
                        + " ON CONFLICT DO NOTHING")
                .param("key", fingerprint)
                .update();
    }

    @Override
    public boolean retire(String fingerprint) {
        try {
            return rows.sql("""
                            WITH gone AS (
                                DELETE FROM command.wrapping_key WHERE fingerprint = :key AND NOT (
                                    fingerprint = :first
                                    AND EXISTS (SELECT FROM command.token_secret WHERE wrapped_by IS NULL))
                                RETURNING fingerprint
                            )
                            INSERT INTO command.retired_key (fingerprint) SELECT fingerprint FROM gone""")
                            .param("key", fingerprint)
                            .param("first", key.fingerprint())
                            .update()
                    == 1;
        } catch (DataIntegrityViolationException inUse) {
            if (isUnregistered(inUse)) {
                return false;
            }
            throw inUse;
        }
    }

    @Override
    public boolean isUnregistered(RuntimeException failure) {
        return failure instanceof DataIntegrityViolationException
                && String.valueOf(failure.getMessage()).contains(CONSTRAINT);
    }

    @Override
    public Page rewrap(@Nullable UUID after, int limit, String under) {
        List<Row> page = rows.sql("SELECT token_id, sealed, wrapped FROM command.token_secret WHERE token_id > ?"
                        + " AND wrapped_by IS DISTINCT FROM ? ORDER BY token_id LIMIT ?")
                .params(after == null ? BEFORE_ALL : after, under, limit)
                .query((row, number) -> new Row(
                        new TokenId(row.getObject("token_id", UUID.class)),
                        row.getString("sealed"),
                        row.getBytes("wrapped")))
                .list();
        int count = 0;
        for (Row row : page) {
            count += row.wrapped() == null ? rewrapOld(row, under) : rewrap(row, row.wrapped(), under);
        }
        return new Page(
                page.isEmpty() ? null : page.get(page.size() - 1).token().value(), count);
    }

    private int rewrap(Row row, byte[] wrapped, String under) {
        String owner = JdbcTokenSecrets.owner(row.token());
        return rows.sql(
                        "UPDATE command.token_secret SET wrapped = ?, wrapped_by = ? WHERE token_id = ? AND wrapped = ?")
                .params(
                        key.wrap(key.unwrap(wrapped, owner), owner, under),
                        under,
                        row.token().value(),
                        wrapped)
                .update();
    }

    /** A value from before values had keys of their own gets one. */
    private int rewrapOld(Row row, String under) {
        InstallationKey own = InstallationKey.random();
        return rows.sql("UPDATE command.token_secret SET sealed = ?, wrapped = ?, wrapped_by = ? WHERE token_id = ?"
                        + " AND wrapped IS NULL")
                .params(
                        JdbcTokenSecrets.sealed(own, row.token(), key.open(new Sealed(row.sealed()))),
                        key.wrap(JdbcTokenSecrets.bytes(own), JdbcTokenSecrets.owner(row.token()), under),
                        under,
                        row.token().value())
                .update();
    }

    @Override
    public boolean compact() {
        rows.sql("VACUUM (FULL) command.token_secret").update();
        return true;
    }

    @Override
    public String name() {
        return "values of tokens";
    }
}
