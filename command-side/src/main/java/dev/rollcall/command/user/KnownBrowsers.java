package dev.rollcall.command.user;

import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.engine.Tables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Browsers in which users have signed in before, in table {@code command.known_browser}: what strangers get wrong is not held
 * against them. Each has a budget of its own, and is a stranger again once that is used up, once its user has another
 * password, or after a while.
 */
final class KnownBrowsers {

    private static final int MOST_OF_USER = 20;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration kept;
    private final Duration strangersWait;

    /**
     * @param kept after how long without a sign-in a browser is forgotten
     * @param strangersWait for how long strangers wait once a user had to be freed from a lock of theirs
     */
    KnownBrowsers(Tables tables, Clock clock, Duration kept, Duration strangersWait) {
        this.jdbc = tables.jdbc();
        this.clock = clock;
        this.kept = kept;
        this.strangersWait = strangersWait;
    }

    boolean knows(@Nullable String digest, UserId user, PasswordId password) {
        return digest != null
                && jdbc.sql("""
                                SELECT count(*) FROM command.known_browser
                                WHERE digest = ? AND user_id = ? AND password_id = ? AND seen_at > ?""")
                                .params(
                                        digest,
                                        user.value(),
                                        password.value(),
                                        utc(clock.instant().minus(kept)))
                                .query(Integer.class)
                                .single()
                        > 0;
    }

    /** Counts a wrong sign-in from a known one: how many in a row, this one included. */
    int count(String digest) {
        return jdbc.sql("UPDATE command.known_browser SET failures = failures + 1 WHERE digest = ? RETURNING failures")
                .param(digest)
                .query(Integer.class)
                .optional()
                .orElse(Integer.MAX_VALUE);
    }

    void forget(String digest) {
        jdbc.sql("DELETE FROM command.known_browser WHERE digest = ?")
                .param(digest)
                .update();
    }

    /** Its user was locked by strangers, and signed in with it all the same. */
    void freed(String digest) {
        jdbc.sql("UPDATE command.known_browser SET freed_at = ? WHERE digest = ?")
                .params(utc(clock.instant()), digest)
                .update();
    }

    /** How long strangers have to wait before they may try to sign in as this user; empty: not at all. */
    Optional<Duration> pause(UserId user) {
        Instant now = clock.instant();
        return jdbc.sql("SELECT max(freed_at) FROM command.known_browser WHERE user_id = ? AND freed_at > ?")
                .params(user.value(), utc(now.minus(strangersWait)))
                .query((row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .single()
                .map(freed -> Duration.between(now, freed.toInstant().plus(strangersWait)));
    }

    /**
     * A user signed in: from now on the browser is known by another secret.
     *
     * @param before what it was known by, if it was
     */
    void remember(String digest, @Nullable String before, UserId user, PasswordId password) {
        String replaced = Objects.requireNonNullElse(before, "");
        jdbc.sql("""
                        INSERT INTO command.known_browser (digest, user_id, password_id, seen_at, freed_at)
                        VALUES (?, ?, ?, ?,
                            (SELECT freed_at FROM command.known_browser WHERE digest = ? AND user_id = ?))
                        ON CONFLICT (digest) DO NOTHING""")
                .params(digest, user.value(), password.value(), utc(clock.instant()), replaced, user.value())
                .update();
        jdbc.sql("""
                        DELETE FROM command.known_browser WHERE user_id = ? AND (digest = ? OR digest IN (
                            SELECT digest FROM command.known_browser WHERE user_id = ?
                            ORDER BY seen_at DESC OFFSET ?))""").params(user.value(), replaced, user.value(), MOST_OF_USER).update();
    }

    void sweep() {
        jdbc.sql("DELETE FROM command.known_browser WHERE seen_at <= ?")
                .param(utc(clock.instant().minus(kept)))
                .update();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
