package dev.rollcall.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.PersonalKeys;
import dev.rollcall.api.Tombstones;
import dev.rollcall.api.WrappingKey;
import dev.rollcall.api.WrongSetting;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The users' keys, in schema {@code vault}. Every statement commits by itself, whatever transaction the caller has open: a key
 * is there before the fact that needs it, or comes with it ({@link #drafting}).
 *
 * <p>Keys are held in memory, for as long as no key is destroyed anywhere: how many were is asked once in
 * {@link PersonalKeys#MOST_STALE}, and another number than before makes this forget all of them.
 */
final class Vault implements UserKeys, PersonalKeys {

    private static final int KEY_BYTES = 32;
    private static final int MOST_HELD = 100_000;
    /** Identifiers are ordered by time, and so are facts: whoever needs one user's key soon needs those of the next users. */
    private static final int AT_ONCE = 256;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** @param destroyed how many keys were destroyed before this one was read */
    private record Held(long destroyed, @Nullable SecretKey key) {}

    private final Statements statements;
    private final InstallationKey installation;
    private final WrappingKey wrapping;
    private final Tombstones tombstones;
    private final Cache<UUID, Held> held =
            Caffeine.newBuilder().maximumSize(MOST_HELD).build();
    private final ThreadLocal<@Nullable KeyDraft> drafts = new ThreadLocal<>();
    private final ReentrantLock asking = new ReentrantLock();
    private volatile long destroyedAsOfAsked;
    private volatile long askedAt;
    private volatile boolean asked;

    Vault(DataSource dataSource, InstallationKey installation, Tombstones tombstones) {
        this.statements = new Statements(dataSource);
        this.installation = installation;
        this.tombstones = tombstones;
        Flyway.configure()
                .dataSource(dataSource)
                .schemas("vault")
                .defaultSchema("vault")
                .locations("classpath:db/vault")
                .load()
                .migrate();
        refuseStranger();
        this.wrapping = new WrappingKey(installation, new VaultRows(statements, installation));
        buryAgain();
        ask();
    }

    /** Another key would open nothing, and what it wraps nobody else could open. */
    private void refuseStranger() {
        statements.update(
                "update vault.state set fingerprint = ? where fingerprint is null", installation.fingerprint());
        String fingerprint = statements
                .rows("select fingerprint from vault.state", row -> row.getString(1))
                .get(0);
        if (!fingerprint.equals(installation.fingerprint())) {
            throw new WrongSetting("The installation key of this process (fingerprint " + installation.fingerprint()
                    + ") is not the one this database was begun with (fingerprint " + fingerprint
                    + "): give this process the key of the installation, or an empty database.");
        }
    }

    /** Where a backup was restored that is older than some erasure. */
    private void buryAgain() {
        Set<UUID> buried = new HashSet<>(tombstones.all());
        destroyed().forEach(buried::remove);
        buried.forEach(this::destroy);
    }

    /** What the keys are wrapped under. */
    WrappingKey wrapping() {
        return wrapping;
    }

    @Override
    public Optional<SecretKey> forWriting(UUID user) {
        KeyDraft draft = drafts.get();
        if (draft != null && held.getIfPresent(user) == null) {
            return Optional.of(drafted(draft, user));
        }
        Held found = find(user);
        if (found == null) {
            make(user);
            found = find(user);
        }
        return found == null ? Optional.empty() : Optional.ofNullable(found.key());
    }

    @Override
    public Optional<SecretKey> forReading(UUID user) {
        Held found = find(user);
        if (found == null) {
            throw new KeyMissing(user);
        }
        return Optional.ofNullable(found.key());
    }

    /**
     * Writes something down, with keys that are not stored as yet for users of whom this process holds none. Most of them are
     * new; where one is not, the statement that stores the key says so, and {@link #refresh} makes the next try right.
     */
    <T> T drafting(KeyDraft draft, Supplier<T> writing) {
        drafts.set(draft);
        try {
            return writing.get();
        } finally {
            drafts.remove();
        }
    }

    private SecretKey drafted(KeyDraft draft, UUID user) {
        SecretKey known = draft.of(user);
        if (known != null) {
            return known;
        }
        SecretKey key = newKey();
        draft.add(user, key, wrapping.wrap(key.getEncoded(), user.toString()));
        return key;
    }

    /** The facts are stored, and with them their keys. */
    void stored(KeyDraft draft) {
        long destroyed = destroyedAsOfAsked;
        draft.forEach((user, key) -> held.put(user, new Held(destroyed, key)));
    }

    /** Reads the keys that the draft took for missing, and asks what keys are wrapped under by now. */
    void refresh(KeyDraft draft) {
        wrapping.refresh();
        draft.forEach((user, key) -> find(user));
    }

    private @Nullable Held find(UUID user) {
        if (!isFresh()) {
            ask();
        }
        long destroyed = destroyedAsOfAsked;
        Held found = held.getIfPresent(user);
        if (found == null || found.destroyed() != destroyed) {
            read(user, destroyed);
            found = held.getIfPresent(user);
            if (found != null && found.destroyed() < destroyed) {
                // what was held before; the row is gone
                held.invalidate(user);
                return null;
            }
        }
        return found;
    }

    private boolean isFresh() {
        return asked && System.nanoTime() - askedAt <= MOST_STALE.toNanos();
    }

    /** One asks, and the others wait for the answer: nobody goes on with keys for which nobody has asked in time. */
    private void ask() {
        asking.lock();
        try {
            if (!isFresh()) {
                long now = System.nanoTime();
                destroyedAsOfAsked = statements
                        .rows("select destroyed from vault.state", row -> row.getLong(1))
                        .get(0);
                askedAt = now;
                asked = true;
            }
        } finally {
            asking.unlock();
        }
    }

    /**
     * Reads this key and those that follow it, but for those that are doubted: those nobody holds who does not need them.
     *
     * @param destroyed known before: a key that is destroyed while it is read is not held for longer than others
     */
    private void read(UUID user, long destroyed) {
        List<Boolean> doubted = statements.rows(
                "select user_id, wrapped, doubted_at is not null from vault.user_key where user_id >= ?"
                        + " order by user_id limit " + AT_ONCE,
                row -> {
                    UUID owner = row.getObject(1, UUID.class);
                    byte[] wrapped = row.getBytes(2);
                    if (row.getBoolean(3)) {
                        return owner.equals(user);
                    }
                    held.put(
                            owner,
                            new Held(
                                    destroyed,
                                    wrapped == null
                                            ? null
                                            : new SecretKeySpec(
                                                    installation.unwrap(wrapped, owner.toString()), "AES")));
                    return false;
                },
                user);
        if (doubted.contains(true)) {
            statements.update("update vault.user_key set doubted_at = null where user_id = ?", user);
            // it may have been given up at the last moment
            read(user, destroyed);
        }
    }

    private void make(UUID user) {
        SecretKey key = newKey();
        long destroyed = destroyedAsOfAsked;
        int made = wrapping.store(
                key.getEncoded(),
                user.toString(),
                wrapped -> statements.update(
                        "insert into vault.user_key (user_id, wrapped, wrapped_by) values (?, ?, ?) on conflict do nothing",
                        user,
                        wrapped.box(),
                        wrapped.under()));
        if (made == 1) {
            held.put(user, new Held(destroyed, key));
        }
    }

    private static SecretKey newKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return new SecretKeySpec(key, "AES");
    }

    @Override
    public List<UUID> unsettled(UUID after, Duration ago) {
        return users(
                "select user_id from vault.user_key where user_id > ? and not settled and wrapped is not null"
                        + " and made_at <= clock_timestamp() - ? * interval '1 millisecond' order by user_id limit "
                        + AT_ONCE,
                after,
                ago.toMillis());
    }

    @Override
    public void settle(List<UUID> users) {
        statements.update(
                "update vault.user_key set settled = true, doubted_at = null where user_id = any (?)",
                (Object) users.toArray(UUID[]::new));
    }

    /** Held keys are forgotten everywhere as when one is destroyed. */
    @Override
    public void doubt(List<UUID> users, Duration patience) {
        UUID[] doubtful = users.toArray(UUID[]::new);
        statements.update(
                "delete from vault.user_key where user_id = any (?) and not settled and wrapped is not null"
                        + " and doubted_at <= clock_timestamp() - ? * interval '1 millisecond'",
                doubtful,
                patience.toMillis());
        statements.update("""
                with doubted as (
                    update vault.user_key set doubted_at = clock_timestamp()
                    where user_id = any (?) and not settled and wrapped is not null and doubted_at is null
                    returning user_id
                )
                update vault.state set destroyed = destroyed + 1 where exists (select from doubted)""", (Object) doubtful);
        asked = false;
    }

    @Override
    public void announce(UUID user) {
        statements.update("insert into vault.erasure (user_id) values (?) on conflict do nothing", user);
    }

    @Override
    public void withdraw(UUID user) {
        statements.update("delete from vault.erasure where user_id = ? and destroyed_at is null", user);
    }

    @Override
    public List<UUID> announced(Duration ago) {
        return users(
                "select user_id from vault.erasure where destroyed_at is null and announced_at <= clock_timestamp()"
                        + " - ? * interval '1 millisecond' order by announced_at",
                ago.toMillis());
    }

    /** The list outside of the database first: where this ends in between, the next start reads it. */
    @Override
    public void destroy(UUID user) {
        tombstones.add(user);
        statements.update("""
                with gone as (
                    insert into vault.user_key as k (user_id, destroyed_at) values (?, clock_timestamp())
                    on conflict (user_id) do update set wrapped = null, wrapped_by = null, destroyed_at = excluded.destroyed_at
                        where k.destroyed_at is null
                    returning user_id
                ), counted as (
                    update vault.state set destroyed = destroyed + 1 where exists (select from gone)
                )
                insert into vault.erasure as e (user_id, destroyed_at) values (?, clock_timestamp())
                on conflict (user_id) do update set destroyed_at = excluded.destroyed_at where e.destroyed_at is null""", user, user);
        asked = false;
    }

    @Override
    public List<UUID> destroyed() {
        return users("select user_id from vault.user_key where destroyed_at is not null order by user_id");
    }

    @Override
    public List<UUID> left(Room room, Duration ago) {
        return users(
                "select user_id from vault.erasure where not " + column(room) + " and destroyed_at <= clock_timestamp()"
                        + " - ? * interval '1 millisecond' order by destroyed_at",
                ago.toMillis());
    }

    @Override
    public void cleared(Room room, UUID user) {
        statements.update("update vault.erasure set " + column(room) + " = true where user_id = ?", user);
        if (room == Room.COMMAND && left(room, Duration.ZERO).isEmpty()) {
            // until then the key lies in the file of the table, though in no row
            statements.update("vacuum (full) vault.user_key");
        }
    }

    private static String column(Room room) {
        return room == Room.COMMAND ? "command_cleared" : "query_cleared";
    }

    private List<UUID> users(String query, Object... parameters) {
        return statements.rows(query, row -> row.getObject(1, UUID.class), parameters);
    }
}
