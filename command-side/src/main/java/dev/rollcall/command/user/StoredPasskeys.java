package dev.rollcall.command.user;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.PasskeyView;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.engine.Tables;
import dev.rollcall.command.passkey.RelyingParty.Known;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Passkeys in table {@code command.passkey}. A row that no fact of its user names is worth nothing. */
final class StoredPasskeys implements Passkeys {

    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
    private final JdbcClient jdbc;
    private final Clock clock;

    StoredPasskeys(Tables tables, Clock clock) {
        this.jdbc = tables.jdbc();
        this.clock = clock;
    }

    /** @param known as the ceremony has it */
    record Row(PasskeyView view, Known known) {}

    /** Those of a user that the facts name, oldest first. */
    List<Row> of(UserState user) {
        return jdbc.sql("""
                        SELECT id, label, created_at, last_used_at, credential_id, attestation, transports, sign_count
                        FROM command.passkey WHERE user_id = ? AND id = ANY (?) ORDER BY created_at, id""")
                .params(user.user().value(), values(user.passkeys()))
                .query((row, number) -> new Row(
                        new PasskeyView(
                                new PasskeyId(row.getObject(1, UUID.class)),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                Optional.ofNullable(row.getObject(4, OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant)
                                        .orElse(null)),
                        new Known(row.getString(5), row.getBytes(6), row.getString(7), row.getLong(8))))
                .list();
    }

    /** Keeps one, before the fact that names it; empty where it is kept already, whosoever it is. */
    Optional<PasskeyId> keep(UserId user, String label, Known made) {
        PasskeyId id = new PasskeyId(ids.generate());
        int kept = jdbc.sql("""
                        INSERT INTO command.passkey
                            (id, user_id, credential_id, attestation, transports, sign_count, label, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (credential_id) DO NOTHING""")
                .params(
                        id.value(),
                        user.value(),
                        made.credential(),
                        made.attestation(),
                        made.transports(),
                        made.count(),
                        label,
                        now())
                .update();
        return kept == 1 ? Optional.of(id) : Optional.empty();
    }

    /** It was given, and counted as far as this; no: another one with the same key counted as far meanwhile. */
    boolean used(Known given) {
        return jdbc.sql("""
                        UPDATE command.passkey SET sign_count = ?, last_used_at = ?
                        WHERE credential_id = ? AND (sign_count < ? OR (sign_count = 0 AND ? = 0))""")
                        .params(given.count(), now(), given.credential(), given.count(), given.count())
                        .update()
                == 1;
    }

    @Override
    public void doubt(UserId user) {
        jdbc.sql("UPDATE command.passkey SET settled = false WHERE user_id = ?")
                .param(user.value())
                .update();
    }

    @Override
    public void forget(List<PasskeyId> surplus) {
        jdbc.sql("DELETE FROM command.passkey WHERE id = ANY (?)")
                .param(values(surplus))
                .update();
    }

    /** Users with passkeys that were kept before this and not looked after since, at most 1,000 of them. */
    List<UserId> unsettled(Instant before) {
        return jdbc
                .sql("SELECT DISTINCT user_id FROM command.passkey WHERE NOT settled AND created_at < ? LIMIT 1000")
                .param(before.atOffset(ZoneOffset.UTC))
                .query(UUID.class)
                .list()
                .stream()
                .map(UserId::new)
                .toList();
    }

    /** Removes what was kept for a user before this and is not named, and leaves the rest alone from now on. */
    void settle(UserId user, List<PasskeyId> named, Instant before) {
        jdbc.sql("DELETE FROM command.passkey WHERE user_id = ? AND NOT (id = ANY (?)) AND created_at < ?")
                .params(user.value(), values(named), before.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("UPDATE command.passkey SET settled = true WHERE user_id = ? AND id = ANY (?)")
                .params(user.value(), values(named))
                .update();
    }

    private static UUID[] values(List<PasskeyId> passkeys) {
        return passkeys.stream().map(PasskeyId::value).toArray(UUID[]::new);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
