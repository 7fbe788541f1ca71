package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of keys for which no fact was found: they go in the end, and never one that somebody still needs. */
class DoubtedKeysTest {

    private static final UUID GRACE = new UUID(1, 1);
    private static final UUID ADA = new UUID(1, 2);
    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final Duration LONG = Duration.ofHours(1);

    private final HikariDataSource database = Clusters.database();
    private final Vault vault = another();

    private Vault another() {
        return new Vault(database, Keeper.KEY, new Buried());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> left() {
        return Clusters.query(database, "select user_id from vault.user_key order by user_id");
    }

    @Test
    void only_what_was_made_long_enough_ago_and_not_found_since_is_asked_about() {
        vault.forWriting(GRACE);
        vault.forWriting(ADA);
        assertThat(vault.unsettled(BEFORE_ALL, LONG)).isEmpty();
        assertThat(vault.unsettled(BEFORE_ALL, Duration.ZERO)).containsExactly(GRACE, ADA);
        assertThat(vault.unsettled(GRACE, Duration.ZERO)).containsExactly(ADA);

        vault.settle(List.of(GRACE));
        assertThat(vault.unsettled(BEFORE_ALL, Duration.ZERO)).containsExactly(ADA);
        vault.destroy(ADA);
        assertThat(vault.unsettled(BEFORE_ALL, Duration.ZERO)).isEmpty();
    }

    @Test
    void a_key_that_nobody_needed_for_long_enough_goes() {
        vault.forWriting(GRACE);
        vault.forWriting(ADA);

        vault.doubt(List.of(GRACE), Duration.ZERO);
        assertThat(left()).as("doubted for the first time").hasSize(2);
        vault.doubt(List.of(GRACE), LONG);
        assertThat(left()).as("doubted a moment ago").hasSize(2);
        vault.doubt(List.of(GRACE), Duration.ZERO);

        assertThat(left()).containsExactly(ADA.toString());
        assertThatThrownBy(() -> vault.forReading(GRACE)).isInstanceOf(KeyMissing.class);
    }

    @Test
    void who_needs_it_after_all_keeps_it_in_every_process() throws Exception {
        Optional<SecretKey> key = vault.forWriting(GRACE);
        Vault elsewhere = another();
        elsewhere.forReading(GRACE);
        vault.doubt(List.of(GRACE), LONG);
        // the other process does not go on with what it holds, and so tells that it needs the key
        Thread.sleep(Vault.MOST_STALE.plusMillis(100).toMillis());

        assertThat(elsewhere.forWriting(GRACE)).isEqualTo(key);

        vault.doubt(List.of(GRACE), Duration.ZERO);
        assertThat(left()).as("in doubt from now on").hasSize(1);
        assertThat(vault.forReading(GRACE)).isEqualTo(key);
        vault.doubt(List.of(GRACE), Duration.ZERO);
        assertThat(left()).as("read in between").hasSize(1);
    }

    @Test
    void reading_the_keys_of_others_does_not_end_a_doubt() {
        vault.forWriting(BEFORE_ALL);
        vault.forWriting(GRACE);
        vault.doubt(List.of(GRACE), LONG);

        assertThat(another().forReading(BEFORE_ALL)).isPresent();

        vault.doubt(List.of(GRACE), Duration.ZERO);
        assertThat(left()).containsExactly(BEFORE_ALL.toString());
    }

    @Test
    void a_fact_that_was_found_in_the_end_keeps_its_key_for_good() {
        vault.forWriting(GRACE);
        vault.doubt(List.of(GRACE), LONG);
        vault.settle(List.of(GRACE));

        vault.doubt(List.of(GRACE), Duration.ZERO);
        vault.doubt(List.of(GRACE), Duration.ZERO);

        assertThat(vault.forReading(GRACE)).isPresent();
    }

    @Test
    void who_was_erased_stays_erased() {
        vault.forWriting(GRACE);
        vault.doubt(List.of(GRACE), LONG);
        vault.destroy(GRACE);

        vault.doubt(List.of(GRACE), Duration.ZERO);

        assertThat(vault.forWriting(GRACE)).isEmpty();
    }

    @Test
    void one_that_is_gone_is_made_anew_for_who_tries_again_much_later() throws Exception {
        Optional<SecretKey> first = vault.forWriting(GRACE);
        Vault elsewhere = another();
        elsewhere.forReading(GRACE);
        vault.doubt(List.of(GRACE), LONG);
        vault.doubt(List.of(GRACE), Duration.ZERO);
        Thread.sleep(Vault.MOST_STALE.plusMillis(100).toMillis());

        Optional<SecretKey> second = elsewhere.forWriting(GRACE);

        assertThat(second).isPresent().isNotEqualTo(first);
        assertThat(another().forReading(GRACE)).isEqualTo(second);
    }
}
