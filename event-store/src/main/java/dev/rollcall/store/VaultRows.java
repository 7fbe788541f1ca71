package dev.rollcall.store;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.WrappedRows;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** The users' keys in their rows, as far as it matters what they are wrapped under. */
final class VaultRows implements WrappedRows {

    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final String REFERENCE_VIOLATION = "23503";
    private static final String LOCKED_FOR_LONG = "55P03";

    private record Row(UUID user, byte[] wrapped) {}

    private final Statements statements;
    private final InstallationKey installation;

    VaultRows(Statements statements, InstallationKey installation) {
        this.statements = statements;
        this.installation = installation;
    }

    @Override
    public List<String> registered() {
        return statements.rows("select fingerprint from vault.wrapping_key order by place", row -> row.getString(1));
    }

    @Override
    public Set<String> retired() {
        return Set.copyOf(statements.rows("select fingerprint from vault.retired_key", row -> row.getString(1)));
    }

    @Override
    public void register(String fingerprint) {
        statements.update(
                "insert into vault.wrapping_key (fingerprint) select ?"
                        + " where not exists (select from vault.retired_key where fingerprint = ?) on conflict do nothing",
                fingerprint,
                fingerprint);
    }

    @Override
    public boolean retire(String fingerprint) {
        try {
            return statements.update("""
                            with gone as (
                                delete from vault.wrapping_key where fingerprint = ? and not (
                                    fingerprint = ? and exists (
                                        select from vault.user_key where wrapped is not null and wrapped_by is null))
                                returning fingerprint
                            )
                            insert into vault.retired_key (fingerprint) select fingerprint from gone""", fingerprint, installation.fingerprint()) == 1;
        } catch (RuntimeException inUse) {
            if (isUnregistered(inUse)) {
                return false;
            }
            throw inUse;
        }
    }

    @Override
    public boolean isUnregistered(RuntimeException failure) {
        return failure.getCause() instanceof SQLException cause && isUnregistered(cause);
    }

    /** The constraint says both: that a key to be referred to is not there, and that one to be removed is referred to. */
    static boolean isUnregistered(SQLException failure) {
        return REFERENCE_VIOLATION.equals(failure.getSQLState())
                && failure instanceof PSQLException psql
                && psql.getServerErrorMessage() != null
                && "user_key_wrapped_by_fkey"
                        .equals(psql.getServerErrorMessage().getConstraint());
    }

    @Override
    public Page rewrap(@Nullable UUID after, int limit, String under) {
        List<Row> rows = statements.rows(
                "select user_id, wrapped from vault.user_key where user_id > ? and wrapped is not null"
                        + " and wrapped_by is distinct from ? order by user_id limit ?",
                row -> new Row(row.getObject(1, UUID.class), row.getBytes(2)),
                after == null ? BEFORE_ALL : after,
                under,
                limit);
        int count = 0;
        for (Row row : rows) {
            String owner = row.user().toString();
            // only what is still there as it was read: a key that is destroyed meanwhile does not come back
            count += statements.update(
                    "update vault.user_key set wrapped = ?, wrapped_by = ? where user_id = ? and wrapped = ?",
                    installation.wrap(installation.unwrap(row.wrapped(), owner), owner, under),
                    under,
                    row.user(),
                    row.wrapped());
        }
        return new Page(rows.isEmpty() ? null : rows.get(rows.size() - 1).user(), count);
    }

    @Override
    public boolean compact() {
        return statements.on(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set lock_timeout = '2s'");
                try {
                    statement.execute("vacuum (full) vault.user_key");
                    return true;
                } catch (SQLException failure) {
                    if (LOCKED_FOR_LONG.equals(failure.getSQLState())) {
                        return false;
                    }
                    throw failure;
                } finally {
                    statement.execute("reset lock_timeout");
                }
            }
        });
    }

    @Override
    public String name() {
        return "keys of users";
    }
}
