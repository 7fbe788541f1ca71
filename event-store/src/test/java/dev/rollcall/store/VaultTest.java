package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.PersonalKeys.Room;
import dev.rollcall.api.WrongSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VaultTest {

    private static final UUID GRACE = new UUID(1, 1);
    private static final UUID ADA = new UUID(1, 2);

    private final HikariDataSource database = Clusters.database();
    private final Buried list = new Buried();
    private final Vault vault = new Vault(database, Keeper.KEY, list);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_key_is_the_same_in_every_process_and_another_for_everybody() {
        Vault elsewhere = another();

        assertThat(vault.forWriting(GRACE)).isPresent().isEqualTo(elsewhere.forWriting(GRACE));
        assertThat(elsewhere.forReading(GRACE)).isEqualTo(vault.forReading(GRACE));
        assertThat(vault.forWriting(ADA)).isNotEqualTo(vault.forWriting(GRACE));
    }

    @Test
    void a_key_never_lies_in_clear() {
        String key =
                HexFormat.of().formatHex(vault.forWriting(GRACE).orElseThrow().getEncoded());

        assertThat(Clusters.query(database, "select encode(wrapped, 'hex') from vault.user_key")
                        .get(0))
                .doesNotContain(key);
        assertThatThrownBy(() -> new Vault(database, InstallationKey.random(), list))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(Keeper.KEY.fingerprint());
    }

    @Test
    void a_key_that_was_destroyed_is_gone_here_at_once_and_soon_everywhere() throws Exception {
        Vault elsewhere = another();
        vault.forWriting(GRACE);
        elsewhere.forReading(GRACE);
        vault.forWriting(ADA);

        vault.destroy(GRACE);

        assertThat(vault.forReading(GRACE)).isEmpty();
        assertThat(vault.forWriting(GRACE)).isEmpty();
        Thread.sleep(Vault.MOST_STALE.plusMillis(100).toMillis());
        assertThat(elsewhere.forReading(GRACE)).isEmpty();
        assertThat(elsewhere.forWriting(GRACE)).isEmpty();
        assertThat(elsewhere.forReading(ADA)).isPresent();
        assertThat(Clusters.query(database, "select wrapped is null from vault.user_key order by user_id"))
                .containsExactly("t", "f");
    }

    @Test
    void nobody_who_was_erased_gets_another_key() {
        vault.destroy(GRACE);

        assertThat(another().forWriting(GRACE)).isEmpty();
        assertThat(vault.destroyed()).containsExactly(GRACE);
    }

    @Test
    void an_older_backup_brings_no_key_back() {
        vault.forWriting(GRACE);
        Clusters.execute(database, "create table vault.backup as select * from vault.user_key");
        vault.announce(GRACE);
        vault.destroy(GRACE);
        Clusters.execute(
                database,
                "delete from vault.user_key",
                "delete from vault.erasure",
                "insert into vault.user_key select * from vault.backup");

        assertThat(another().forReading(GRACE)).isEmpty();
        assertThat(Clusters.query(database, "select count(wrapped) from vault.user_key"))
                .containsExactly("0");
    }

    @Test
    void an_erasure_is_known_until_every_room_has_cleared_up() {
        vault.announce(GRACE);
        vault.announce(GRACE);
        vault.announce(ADA);
        assertThat(vault.announced(Duration.ZERO)).containsExactly(GRACE, ADA);
        assertThat(vault.announced(Duration.ofHours(1))).isEmpty();

        vault.withdraw(ADA);
        vault.destroy(GRACE);
        vault.withdraw(GRACE);

        assertThat(vault.announced(Duration.ZERO)).isEmpty();
        assertThat(vault.left(Room.COMMAND, Duration.ZERO)).containsExactly(GRACE);
        assertThat(vault.left(Room.QUERY, Duration.ofHours(1))).isEmpty();
        vault.cleared(Room.COMMAND, GRACE);
        assertThat(vault.left(Room.COMMAND, Duration.ZERO)).isEmpty();
        assertThat(vault.left(Room.QUERY, Duration.ZERO)).containsExactly(GRACE);
    }

    @Test
    void after_a_rotation_every_key_is_read_and_none_lies_under_the_old_one_any_more() {
        List<UUID> users = IntStream.rangeClosed(1, 1_200)
                .mapToObj(number -> new UUID(2, number))
                .toList();
        Map<UUID, Optional<SecretKey>> before = new HashMap<>();
        users.forEach(user -> before.put(user, vault.forWriting(user)));
        // two from before it was written down under what they lie, and one whose key is gone
        Clusters.execute(
                database,
                "update vault.user_key set wrapped_by = null where user_id in ('" + users.get(0) + "', '"
                        + users.get(700) + "')");
        vault.destroy(users.get(1));
        before.put(users.get(1), Optional.empty());
        InstallationKey next = InstallationKey.random();
        Vault rotated = new Vault(database, Keeper.KEY.rotated(next), list);
        rotated.forWriting(GRACE);

        assertThat(rotated.wrapping().turn()).isTrue();

        assertThat(Clusters.query(database, "select distinct wrapped_by from vault.user_key where wrapped is not null"))
                .containsExactly(next.fingerprint());
        assertThat(under(Keeper.KEY)).isZero();
        assertThat(under(next)).isEqualTo(1_200);
        users.forEach(user -> assertThat(rotated.forReading(user)).isEqualTo(before.get(user)));
        Vault restarted = new Vault(database, Keeper.KEY.rotated(next), list);
        users.forEach(user -> assertThat(restarted.forReading(user)).isEqualTo(before.get(user)));
        assertThat(restarted.forReading(users.get(1))).isEmpty();
        assertThat(restarted.wrapping().isRetired(Keeper.KEY.fingerprint())).isTrue();
    }

    /** How many keys can be read with this one alone. */
    private long under(InstallationKey alone) {
        return Clusters.query(
                        database,
                        "select user_id || ' ' || encode(wrapped, 'hex') from vault.user_key"
                                + " where wrapped is not null")
                .stream()
                .map(row -> row.split(" "))
                .filter(row -> {
                    try {
                        return alone.unwrap(HexFormat.of().parseHex(row[1]), row[0]).length > 0;
                    } catch (IllegalArgumentException other) {
                        return false;
                    }
                })
                .count();
    }

    @Test
    void what_was_wrapped_under_the_old_key_is_in_no_file_of_the_table() throws Exception {
        vault.forWriting(GRACE);
        String before = Clusters.query(database, "select encode(wrapped, 'hex') from vault.user_key")
                .get(0);
        assertThat(file()).contains(before);

        assertThat(new Vault(database, Keeper.KEY.rotated(InstallationKey.random()), list)
                        .wrapping()
                        .turn())
                .isTrue();

        assertThat(file()).doesNotContain(before);
    }

    private String file() throws Exception {
        Clusters.execute(database, "checkpoint");
        return HexFormat.of()
                .formatHex(Files.readAllBytes(Path.of(Clusters.query(
                                database,
                                "select current_setting('data_directory') || '/' || pg_relation_filepath('vault.user_key')")
                        .get(0))));
    }

    @Test
    void processes_whose_lists_differ_for_a_while_wrap_under_the_same_key() throws Exception {
        InstallationKey next = InstallationKey.random();
        InstallationKey waiting = Keeper.KEY.expecting(next);
        Vault expecting = new Vault(database, waiting, list);
        Vault rotated = new Vault(database, Keeper.KEY.rotated(next), list);
        vaultNoticing(expecting, GRACE);

        assertThat(Clusters.query(database, "select wrapped_by from vault.user_key"))
                .containsExactly(next.fingerprint());
        assertThat(expecting.wrapping().turn()).as("the other one is ahead").isFalse();
        assertThat(rotated.wrapping().turn()).isTrue();
        // it starts anew, with what is the old order by now
        Vault late = new Vault(database, waiting, list);
        assertThat(late.wrapping().turn()).isFalse();
        late.forWriting(ADA);
        assertThat(Clusters.query(database, "select distinct wrapped_by from vault.user_key"))
                .containsExactly(next.fingerprint());
        assertThat(late.wrapping().isRetired(Keeper.KEY.fingerprint())).isTrue();
        waiting.exchange(Keeper.KEY.rotated(next));
        assertThat(expecting.wrapping().turn()).isTrue();
    }

    private static void vaultNoticing(Vault vault, UUID user) {
        vault.wrapping().refresh();
        vault.forWriting(user);
    }

    @Test
    void nothing_is_stored_under_a_key_that_was_retired_a_moment_ago() throws Exception {
        InstallationKey next = InstallationKey.random();
        new StoreSchema(database);
        InstallationKey keys = Keeper.KEY.expecting(next);
        Vault expecting = new Vault(database, keys, list);
        // what it knows of the registered keys is from before
        assertThat(new Vault(database, Keeper.KEY.rotated(next), list)
                        .wrapping()
                        .turn())
                .isTrue();

        expecting.forWriting(GRACE);
        assertThat(Clusters.query(database, "select wrapped_by from vault.user_key"))
                .containsExactly(next.fingerprint());
        assertThatThrownBy(() -> Clusters.execute(
                        database,
                        "insert into vault.user_key (user_id, wrapped, wrapped_by) values ('" + ADA + "', '', '"
                                + Keeper.KEY.fingerprint() + "')"))
                .hasMessageContaining("user_key_wrapped_by_fkey");
    }

    @Test
    void facts_are_stored_although_the_key_of_their_users_was_retired_a_moment_ago() {
        InstallationKey next = InstallationKey.random();
        try (Keeper keeper = new Keeper(database, Keeper.KEY.expecting(next))) {
            keeper.append("First");
            assertThat(new Vault(database, Keeper.KEY.rotated(next), list)
                            .wrapping()
                            .turn())
                    .isTrue();

            keeper.append("Second");
            keeper.engine.appendEvents(IntStream.range(0, 9)
                    .mapToObj(number -> Keeper.user())
                    .map(user -> Keeper.fact(user, 0, Keeper.renamed(user, "Many")))
                    .toList());

            assertThat(keeper.lastNames())
                    .hasSize(11)
                    .startsWith("First", "Second")
                    .endsWith("Many");
        }
        assertThat(Clusters.query(database, "select distinct wrapped_by from vault.user_key"))
                .containsExactly(next.fingerprint());
    }

    @Test
    void no_key_is_retired_while_something_is_wrapped_under_it() {
        InstallationKey next = InstallationKey.random();
        vault.forWriting(GRACE);
        InstallationKey rotated = Keeper.KEY.rotated(next);
        VaultRows rows = new VaultRows(new Statements(database), rotated);
        rows.register(next.fingerprint());

        assertThat(rows.retire(Keeper.KEY.fingerprint())).isFalse();
        Clusters.execute(database, "update vault.user_key set wrapped_by = null");
        assertThat(rows.retire(Keeper.KEY.fingerprint())).isFalse();
        assertThat(rows.registered()).containsExactly(Keeper.KEY.fingerprint(), next.fingerprint());
        assertThat(rows.rewrap(null, 10, next.fingerprint()).count()).isEqualTo(1);
        assertThat(rows.retire(Keeper.KEY.fingerprint())).isTrue();
        rows.register(Keeper.KEY.fingerprint());
        assertThat(rows.registered()).containsExactly(next.fingerprint());
    }

    @Test
    void a_list_that_lacks_a_key_in_use_starts_nothing_and_destroys_nothing() {
        InstallationKey second = InstallationKey.random();
        InstallationKey third = InstallationKey.random();
        InstallationKey all = Keeper.KEY.rotated(second).rotated(third);
        new Vault(database, Keeper.KEY.rotated(second), list).forWriting(GRACE);
        list.add(GRACE);

        assertThatThrownBy(() -> new Vault(database, Keeper.KEY.rotated(third), list))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("rollcall.key: the list lacks the key with fingerprint " + second.fingerprint())
                .hasMessageContaining("Put it back");
        assertThat(Clusters.query(database, "select wrapped is null from vault.user_key"))
                .containsExactly("f");
        assertThat(Clusters.query(database, "select count(*) from vault.wrapping_key"))
                .containsExactly("2");

        assertThat(new Vault(database, all, new Buried()).wrapping().turn()).isTrue();
        assertThat(new Vault(database, Keeper.KEY.rotated(third), new Buried()).forReading(GRACE))
                .isPresent();
    }

    private Vault another() {
        return new Vault(database, Keeper.KEY, list);
    }
}
