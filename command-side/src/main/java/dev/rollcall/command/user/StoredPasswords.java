package dev.rollcall.command.user;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.engine.Tables;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Passwords in table {@code command.password}. */
final class StoredPasswords implements Passwords {

    private static final Logger LOG = LoggerFactory.getLogger(StoredPasswords.class);

    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
    private final JdbcClient jdbc;
    private final InstallationKey key;
    private final Hashing hashing;
    private final Clock clock;

    StoredPasswords(Tables tables, InstallationKey key, Hashing hashing, Clock clock) {
        this.jdbc = tables.jdbc();
        this.key = key;
        this.hashing = hashing;
        this.clock = clock;
    }

    @Override
    public String open(Sealed sealed) {
        String clear = key.open(sealed);
        return clear.isBlank() ? "" : clear;
    }

    @Override
    public PasswordId keep(UserId user, String clear) {
        PasswordId id = new PasswordId(ids.generate());
        jdbc.sql("INSERT INTO command.password (id, user_id, hash, created_at) VALUES (?, ?, ?, ?)")
                .params(
                        id.value(),
                        user.value(),
                        hashing.hash(clear),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return id;
    }

    @Override
    public boolean matches(PasswordId password, String clear) {
        Optional<String> hash = jdbc.sql("SELECT hash FROM command.password WHERE id = ?")
                .param(password.value())
                .query(String.class)
                .optional();
        if (hash.isEmpty()) {
            return matchesNothing(clear);
        }
        boolean right = hashing.matches(clear, hash.get());
        if (right && hashing.outdated(hash.get())) {
            harden(password, clear, hash.get());
        }
        return right;
    }

    /** The password is here in clear only now. In the same row: facts name it. */
    private void harden(PasswordId password, String clear, String outdated) {
        try {
            jdbc.sql("UPDATE command.password SET hash = ? WHERE id = ? AND hash = ?")
                    .params(hashing.hash(clear), password.value(), outdated)
                    .update();
        } catch (RuntimeException failure) {
            // whoever signs in is not to suffer; it is tried again the next time
            LOG.warn("A password could not be hashed anew", failure);
        }
    }

    @Override
    public boolean matchesNothing(String clear) {
        hashing.pretend(clear);
        return false;
    }

    @Override
    public void doubt(UserId user) {
        jdbc.sql("UPDATE command.password SET settled = false WHERE user_id = ?")
                .param(user.value())
                .update();
    }

    @Override
    public void forget(List<PasswordId> surplus) {
        jdbc.sql("DELETE FROM command.password WHERE id = ANY (?)")
                .param(surplus.stream().map(PasswordId::value).toArray(UUID[]::new))
                .update();
    }

    /** Users with passwords that were kept before this and not looked after since, at most 1,000 of them. */
    List<UserId> unsettled(Instant before) {
        return jdbc
                .sql("SELECT DISTINCT user_id FROM command.password WHERE NOT settled AND created_at < ? LIMIT 1000")
                .param(before.atOffset(ZoneOffset.UTC))
                .query(UUID.class)
                .list()
                .stream()
                .map(UserId::new)
                .toList();
    }

    /** Removes what was kept for a user before this and is not needed, and leaves the rest alone from now on. */
    void settle(UserId user, List<PasswordId> needed, Instant before) {
        UUID[] named = needed.stream().map(PasswordId::value).toArray(UUID[]::new);
        jdbc.sql("DELETE FROM command.password WHERE user_id = ? AND NOT (id = ANY (?)) AND created_at < ?")
                .params(user.value(), named, before.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("UPDATE command.password SET settled = true WHERE user_id = ? AND id = ANY (?)")
                .params(user.value(), named)
                .update();
    }
}
