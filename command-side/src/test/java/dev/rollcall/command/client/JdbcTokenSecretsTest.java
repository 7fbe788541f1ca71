package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.WrappingKey;
import dev.rollcall.api.WrongSetting;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.command.engine.Tables;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

class JdbcTokenSecretsTest {

    private static final ClientId OTHER = new ClientId(UUID.fromString("0195a000-0000-7000-8000-00000000c002"));

    private static final InstallationKey KEY = InstallationKey.random();
    private static EmbeddedPostgres postgres;
    private static JdbcClient rows;

    private JdbcTokenSecrets secrets;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        rows = Tables.of(postgres.getPostgresDatabase(), KEY).jdbc();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void empty() {
        rows.sql("DELETE FROM command.token_secret").update();
        rows.sql("DELETE FROM command.wrapping_key WHERE fingerprint <> ?")
                .param(KEY.fingerprint())
                .update();
        rows.sql("DELETE FROM command.retired_key").update();
        secrets = secrets(KEY);
    }

    private static WrappingKey wrapping(InstallationKey key) {
        return new WrappingKey(key, new WrappedTokenSecrets(rows, key));
    }

    private static JdbcTokenSecrets secrets(InstallationKey key) {
        return new JdbcTokenSecrets(rows, key, wrapping(key));
    }

    private static TokenId token(int number) {
        return new TokenId(new UUID(0x0195a00000007000L, 0x8000000000000000L + number));
    }

    @Test
    void keeps_a_value_until_it_is_destroyed() {
        secrets.keep(token(1), CLIENT, KEY.seal("one"));
        secrets.keep(token(2), OTHER, KEY.seal("two"));

        assertThat(clear(token(1))).contains("one");
        assertThat(clear(token(2))).contains("two");

        secrets.destroy(token(1));

        assertThat(secrets.find(token(1))).isEmpty();
        assertThat(clear(token(2))).contains("two");
    }

    private Optional<String> clear(TokenId token) {
        return secrets.find(token).map(KEY::open);
    }

    @Test
    void a_value_can_be_read_only_with_the_key_beside_it_and_with_the_installations() {
        secrets.keep(token(1), CLIENT, KEY.seal("one"));
        secrets.keep(token(2), CLIENT, KEY.seal("two"));

        assertThatThrownBy(() -> new JdbcTokenSecrets(rows, InstallationKey.random(), wrapping(KEY)).find(token(1)))
                .isInstanceOf(IllegalArgumentException.class);
        // what is sealed, without what lies beside it, and with what lies beside another one
        String sealed = rows.sql("SELECT sealed FROM command.token_secret WHERE token_id = ?")
                .param(token(1).value())
                .query(String.class)
                .single();
        assertThatThrownBy(() -> KEY.open(new Sealed(sealed))).isInstanceOf(IllegalArgumentException.class);
        rows.sql(
                        "UPDATE command.token_secret SET wrapped = (SELECT wrapped FROM command.token_secret WHERE token_id = ?)")
                .param(token(2).value())
                .update();
        assertThatThrownBy(() -> secrets.find(token(1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(clear(token(2))).contains("two");
    }

    @Test
    void what_was_destroyed_is_in_no_file_any_more_once_that_was_asked_for() throws Exception {
        secrets.keep(token(1), CLIENT, KEY.seal("one"));
        String key = rows.sql("SELECT encode(wrapped, 'hex') FROM command.token_secret")
                .query(String.class)
                .single();
        rows.sql("CHECKPOINT").update();
        assertThat(file()).contains(key);

        secrets.destroy(token(1));
        secrets.compact();

        rows.sql("CHECKPOINT").update();
        assertThat(file()).doesNotContain(key);
    }

    private static String file() throws IOException {
        String file = rows.sql(
                        "SELECT current_setting('data_directory') || '/' || pg_relation_filepath('command.token_secret')")
                .query(String.class)
                .single();
        return HexFormat.of().formatHex(Files.readAllBytes(Path.of(file)));
    }

    @Test
    void a_value_that_was_kept_before_values_had_keys_of_their_own_is_still_found() {
        rows.sql("INSERT INTO command.token_secret (token_id, client_id, sealed) VALUES (?, ?, ?)")
                .params(token(1).value(), CLIENT.value(), KEY.seal("one").box())
                .update();

        assertThat(clear(token(1))).contains("one");
    }

    @Test
    void after_a_rotation_every_value_is_found_and_none_lies_under_the_old_key_any_more() throws Exception {
        secrets.keep(token(1), CLIENT, KEY.seal("one"));
        secrets.keep(token(2), OTHER, KEY.seal("two"));
        rows.sql("UPDATE command.token_secret SET wrapped_by = NULL WHERE token_id = ?")
                .param(token(2).value())
                .update();
        rows.sql("INSERT INTO command.token_secret (token_id, client_id, sealed) VALUES (?, ?, ?)")
                .params(token(3).value(), CLIENT.value(), KEY.seal("three").box())
                .update();
        List<String> before = column("encode(wrapped, 'hex')", "wrapped IS NOT NULL");
        InstallationKey next = InstallationKey.random();
        InstallationKey rotated = KEY.rotated(next);
        WrappingKey wrapping = wrapping(rotated);

        assertThat(wrapping.turn()).isTrue();

        assertThat(column("wrapped_by", "true")).hasSize(3).containsOnly(next.fingerprint());
        JdbcTokenSecrets found = new JdbcTokenSecrets(rows, rotated, wrapping);
        assertThat(IntStream.rangeClosed(1, 3)
                        .mapToObj(number -> found.find(token(number)).map(rotated::open)))
                .containsExactly(Optional.of("one"), Optional.of("two"), Optional.of("three"));
        JdbcTokenSecrets alone = new JdbcTokenSecrets(rows, InstallationKey.parse(KEY.export()), wrapping);
        for (int number = 1; number <= 3; number++) {
            TokenId token = token(number);
            assertThatThrownBy(() -> alone.find(token)).isInstanceOf(IllegalArgumentException.class);
        }
        rows.sql("CHECKPOINT").update();
        assertThat(file()).doesNotContain(before.toArray(String[]::new));
        assertThat(wrapping.isRetired(KEY.fingerprint())).isTrue();
    }

    private static List<String> column(String column, String where) {
        return rows.sql("SELECT " + column + " FROM command.token_secret WHERE " + where)
                .query(String.class)
                .list();
    }

    @Test
    void a_value_is_kept_although_the_key_it_was_wrapped_under_was_retired_a_moment_ago() {
        InstallationKey next = InstallationKey.random();
        InstallationKey keys = KEY.expecting(next);
        JdbcTokenSecrets expecting = secrets(keys);
        assertThat(wrapping(KEY.rotated(next)).turn()).isTrue();

        expecting.keep(token(1), CLIENT, keys.seal("one"));

        assertThat(expecting.find(token(1)).map(keys::open)).contains("one");
        assertThat(column("wrapped_by", "true")).containsExactly(next.fingerprint());
    }

    @Test
    void a_list_that_lacks_the_key_of_a_value_starts_nothing() {
        InstallationKey next = InstallationKey.random();
        InstallationKey rotated = KEY.rotated(next);
        secrets(rotated).keep(token(1), CLIENT, KEY.seal("one"));

        assertThatThrownBy(() -> wrapping(KEY))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(next.fingerprint())
                .hasMessageContaining("values of tokens");
        assertThat(secrets(rotated).find(token(1)).map(rotated::open)).contains("one");
    }

    @Test
    void destroys_what_is_not_there_without_complaint() {
        secrets.destroy(token(1));

        assertThat(secrets.find(token(1))).isEmpty();
    }

    @Test
    void never_lets_one_value_take_the_place_of_another() {
        secrets.keep(token(1), CLIENT, KEY.seal("one"));

        assertThatThrownBy(() -> secrets.keep(token(1), OTHER, KEY.seal("other")))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThat(clear(token(1))).contains("one");
    }

    @Test
    void keeps_a_value_although_the_decision_comes_to_nothing() {
        assertThatThrownBy(() -> StoredStory.decide(() -> {
                    secrets.keep(token(1), CLIENT, KEY.seal("one"));
                    throw new IllegalStateException("the store is gone");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(clear(token(1))).contains("one");
    }

    @Test
    void is_looked_through_page_by_page() {
        IntStream.rangeClosed(1, 5)
                .forEach(number -> secrets.keep(token(number), number == 3 ? OTHER : CLIENT, KEY.seal("s" + number)));

        List<List<TokenSecrets.Kept>> pages = new ArrayList<>();
        List<TokenSecrets.Kept> page = secrets.page(null, 2);
        while (!page.isEmpty()) {
            pages.add(page);
            page = secrets.page(page.get(page.size() - 1).token(), 2);
        }

        assertThat(pages).extracting(List::size).containsExactly(2, 2, 1);
        assertThat(pages.stream().flatMap(List::stream))
                .extracting(TokenSecrets.Kept::token)
                .containsExactly(token(1), token(2), token(3), token(4), token(5));
        assertThat(pages.stream().flatMap(List::stream))
                .extracting(TokenSecrets.Kept::client)
                .containsExactly(CLIENT, CLIENT, OTHER, CLIENT, CLIENT);
    }

    @Test
    void knows_since_when_it_keeps_a_value() {
        Instant before = Instant.now().minus(Duration.ofMinutes(1));
        secrets.keep(token(1), CLIENT, KEY.seal("one"));

        assertThat(secrets.page(null, 1).get(0).since()).isBetween(before, before.plus(Duration.ofMinutes(2)));
    }
}
