package dev.rollcall.command.user;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.claim.ClaimKind;
import dev.rollcall.command.engine.Tables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Wrong sign-ins: how many in a row of each user, and how many lately of each name and from each address. In tables, as an
 * attacker does not keep to one process.
 */
public final class WrongSignIns {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final InstallationKey key;
    private final Clock clock;
    private final int mostOfName;
    private final int mostOfAddress;

    /**
     * @param mostOfName how many within a minute of one name from one address
     * @param mostOfAddress how many within a minute from one address
     */
    WrongSignIns(Tables tables, InstallationKey key, Clock clock, int mostOfName, int mostOfAddress) {
        this.jdbc = tables.jdbc();
        this.key = key;
        this.clock = clock;
        this.mostOfName = mostOfName;
        this.mostOfAddress = mostOfAddress;
    }

    /**
     * How long to wait before the next attempt; empty where none is needed.
     *
     * @param fresh when the user of this name last began anew; what was before is forgiven to the name, not to the address
     */
    public Optional<Duration> pause(String username, String address, Instant fresh) {
        Instant now = clock.instant();
        Instant since = now.minus(WINDOW);
        Optional<Instant> ofName = jdbc.sql("""
                        SELECT failed_at FROM command.wrong_sign_in
                        WHERE name = ? AND address = ? AND failed_at > ?
                        ORDER BY failed_at DESC OFFSET ? LIMIT 1""")
                .params(name(username), address, utc(fresh.isAfter(since) ? fresh : since), mostOfName - 1)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
        Optional<Instant> ofAddress = jdbc.sql("""
                        SELECT failed_at FROM command.wrong_sign_in
                        WHERE address = ? AND failed_at > ?
                        ORDER BY failed_at DESC OFFSET ? LIMIT 1""")
                .params(address, utc(since), mostOfAddress - 1)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
        return Stream.concat(ofName.stream(), ofAddress.stream())
                .max(Instant::compareTo)
                .map(failed -> Duration.between(now, failed.plus(WINDOW)));
    }

    /** Remembers a wrong attempt, whether there is such a user or not. */
    public void note(String username, String address) {
        jdbc.sql("INSERT INTO command.wrong_sign_in (name, address, failed_at) VALUES (?, ?, ?)")
                .params(name(username), address, utc(clock.instant()))
                .update();
    }

    /**
     * Counts a wrong attempt of a user.
     *
     * @param fresh the number of the fact with which the user last began anew: another one counts from nought
     * @return how many in a row, this one included
     */
    int count(UserId user, long fresh) {
        return jdbc.sql("""
                        INSERT INTO command.sign_in_failure AS known (user_id, era, failures, failed_at)
                        VALUES (?, ?, 1, ?)
                        ON CONFLICT (user_id) DO UPDATE SET
                            failures = CASE WHEN known.era >= excluded.era THEN known.failures + 1 ELSE 1 END,
                            era = greatest(known.era, excluded.era),
                            failed_at = excluded.failed_at
                        RETURNING failures""")
                .params(user.value(), fresh, utc(clock.instant()))
                .query(Integer.class)
                .single();
    }

    /** The user signed in. */
    void reset(UserId user) {
        jdbc.sql("DELETE FROM command.sign_in_failure WHERE user_id = ?")
                .param(user.value())
                .update();
    }

    /** Removes what no limit looks at any more. */
    void sweep() {
        jdbc.sql("DELETE FROM command.wrong_sign_in WHERE failed_at < ?")
                .param(utc(clock.instant().minus(WINDOW.multipliedBy(10))))
                .update();
    }

    private String name(String username) {
        return key.hmac("wrong sign-in", ClaimKind.USERNAME.normalised(username));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
