package dev.rollcall.command.user;

import dev.rollcall.api.user.UserId;
import dev.rollcall.command.engine.CommandSettings;
import dev.rollcall.command.engine.Tables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sessions in table {@code command.session}: every process of an installation knows them, and they outlive a restart. A row
 * names its user by the identifier and holds nothing that opens anything.
 */
final class StoredSessions {

    /** How long an authenticator may take. */
    static final Duration ANSWERED_WITHIN = Duration.ofMinutes(5);

    private final Tables tables;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final CommandSettings.Session limits;
    private final Duration precision;

    StoredSessions(Tables tables, Clock clock, CommandSettings.Session limits) {
        this.tables = tables;
        this.jdbc = tables.jdbc();
        this.clock = clock;
        this.limits = limits;
        // not a write with every request: a session may end by so much too early, never too late
        this.precision = limits.idle().dividedBy(30);
    }

    /**
     * A session that is neither idle for too long nor open for too long.
     *
     * @param era since which fact of the user it is open
     * @param passkeyGiven whether a passkey of the user was given in it
     */
    record Row(UserId user, long era, Instant openedAt, Instant seenAt, boolean passkeyGiven) {}

    /** Opens one, and ends the oldest of the user where that is one too many. */
    void open(String digest, UserId user, long era) {
        OffsetDateTime now = utc(clock.instant());
        jdbc.sql("INSERT INTO command.session (digest, user_id, era, opened_at, seen_at) VALUES (?, ?, ?, ?, ?)"
                        // a decision that lost a race is made once more
                        + " ON CONFLICT (digest) DO UPDATE SET era = excluded.era")
                .params(digest, user.value(), era, now, now)
                .update();
        jdbc.sql("""
                        DELETE FROM command.session WHERE digest IN (
                            SELECT digest FROM command.session WHERE user_id = ?
                            ORDER BY era DESC, opened_at DESC, digest = ? DESC, digest OFFSET ?)""").params(user.value(), digest, limits.mostOfUser()).update();
    }

    Optional<Row> find(String digest) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        SELECT user_id, era, opened_at, seen_at, passkey_at IS NOT NULL FROM command.session
                        WHERE digest = ? AND seen_at > ? AND opened_at > ?""")
                .params(digest, utc(now.minus(limits.idle())), utc(now.minus(limits.longest())))
                .query((row, number) -> new Row(
                        new UserId(row.getObject(1, UUID.class)),
                        row.getLong(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        row.getBoolean(5)))
                .optional();
    }

    /** When a session ends however much it is used. */
    Instant end(Row session) {
        return session.openedAt().plus(limits.longest());
    }

    /** Somebody uses it. Written apart: questions are answered in a transaction that is not to hold this row. */
    void seen(String digest, Row session) {
        Instant now = clock.instant();
        if (Duration.between(session.seenAt(), now).compareTo(precision) >= 0) {
            tables.apart(() -> jdbc.sql("UPDATE command.session SET seen_at = greatest(seen_at, ?) WHERE digest = ?")
                    .params(utc(now), digest)
                    .update());
        }
    }

    /** An authenticator is asked this, and nothing else any more. */
    void challenge(String digest, String challenge, boolean registration) {
        jdbc.sql("UPDATE command.session SET challenge = ?, challenge_at = ?, challenged_registration = ?"
                        + " WHERE digest = ?")
                .params(challenge, utc(clock.instant()), registration, digest)
                .update();
    }

    /** What an authenticator was asked, for this; asked once, and no longer ago than {@link #ANSWERED_WITHIN}. */
    Optional<String> takeChallenge(String digest, boolean registration) {
        return jdbc.sql("""
                        UPDATE command.session now SET challenge = NULL, challenge_at = NULL
                        FROM (SELECT * FROM command.session WHERE digest = ? FOR UPDATE) before
                        WHERE now.digest = before.digest AND before.challenge_at > ?
                            AND before.challenged_registration = ?
                        RETURNING before.challenge""")
                .params(digest, utc(clock.instant().minus(ANSWERED_WITHIN)), registration)
                .query(String.class)
                .optional();
    }

    void passkeyGiven(String digest) {
        jdbc.sql("UPDATE command.session SET passkey_at = ? WHERE digest = ?")
                .params(utc(clock.instant()), digest)
                .update();
    }

    /** Ends every other session of a user. */
    void closeOthers(UserId user, String digest) {
        jdbc.sql("DELETE FROM command.session WHERE user_id = ? AND digest <> ?")
                .params(user.value(), digest)
                .update();
    }

    /** Whose it was; empty where there was none. */
    Optional<UserId> close(String digest) {
        return jdbc.sql("DELETE FROM command.session WHERE digest = ? RETURNING user_id")
                .param(digest)
                .query(UUID.class)
                .optional()
                .map(UserId::new);
    }

    /** Removes what has run out. */
    void sweep() {
        Instant now = clock.instant();
        jdbc.sql("DELETE FROM command.session WHERE seen_at <= ? OR opened_at <= ?")
                .params(utc(now.minus(limits.idle())), utc(now.minus(limits.longest())))
                .update();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
