package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.PersonalKeys.Room;
import dev.rollcall.api.WrongSetting;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
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

    private Vault another() {
        return new Vault(database, Keeper.KEY, list);
    }
}
