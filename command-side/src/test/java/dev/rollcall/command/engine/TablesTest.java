package dev.rollcall.command.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.WrongSetting;
import dev.rollcall.command.Stage;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class TablesTest {

    private final DataSource database = Stage.database();
    private final InstallationKey key = InstallationKey.random();
    private final JdbcClient jdbc = JdbcClient.create(database);

    @Test
    void are_made_in_a_schema_of_their_own_and_remember_the_key_they_were_begun_with() {
        Tables.of(database, key);

        assertThat(tables())
                .contains(
                        "installation",
                        "password",
                        "token_secret",
                        "sign_in_failure",
                        "wrong_sign_in",
                        "refused_attempt");
        assertThat(fingerprint()).isEqualTo(key.fingerprint());
        assertThat(jdbc.sql("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void the_same_key_comes_back() {
        Tables.of(database, key);

        assertThat(Tables.of(database, InstallationKey.parse(key.export())).jdbc())
                .isNotNull();
    }

    @Test
    void another_key_is_refused_in_one_line_and_changes_nothing() {
        Tables.of(database, key);
        jdbc.sql("DROP TABLE command.refused_attempt").update();
        jdbc.sql("DROP TABLE command.flyway_schema_history").update();
        List<String> before = tables();
        InstallationKey stranger = InstallationKey.random();

        assertThatThrownBy(() -> Tables.of(database, stranger))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(stranger.fingerprint())
                .hasMessageContaining(key.fingerprint())
                .hasMessageContaining("give this process the key of the installation")
                .hasMessageNotContaining("\n");

        assertThat(tables()).isEqualTo(before);
        assertThat(fingerprint()).isEqualTo(key.fingerprint());
    }

    @Test
    void of_two_strangers_who_begin_at_the_same_moment_one_is_refused() throws Exception {
        List<Throwable> failures = Stage.race(List.of(
                () -> Tables.of(database, InstallationKey.random()),
                () -> Tables.of(database, InstallationKey.random())));

        assertThat(failures).filteredOn(failure -> failure == null).hasSize(1);
        assertThat(failures).filteredOn(failure -> failure != null).allSatisfy(failure -> assertThat(failure)
                .isInstanceOf(WrongSetting.class));
    }

    private List<String> tables() {
        return jdbc.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'command' ORDER BY 1")
                .query(String.class)
                .list();
    }

    private String fingerprint() {
        return jdbc.sql("SELECT fingerprint FROM command.installation")
                .query(String.class)
                .single();
    }
}
