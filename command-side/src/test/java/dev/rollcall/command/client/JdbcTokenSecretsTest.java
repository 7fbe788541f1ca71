package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.command.engine.Tables;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    private static EmbeddedPostgres postgres;
    private static JdbcClient rows;

    private final JdbcTokenSecrets secrets = new JdbcTokenSecrets(rows);

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        rows = Tables.of(postgres.getPostgresDatabase(), InstallationKey.random())
                .jdbc();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void empty() {
        rows.sql("DELETE FROM command.token_secret").update();
    }

    private static TokenId token(int number) {
        return new TokenId(new UUID(0x0195a00000007000L, 0x8000000000000000L + number));
    }

    @Test
    void keeps_a_value_until_it_is_destroyed() {
        secrets.keep(token(1), CLIENT, new Sealed("one"));
        secrets.keep(token(2), OTHER, new Sealed("two"));

        assertThat(secrets.find(token(1))).contains(new Sealed("one"));
        assertThat(secrets.find(token(2))).contains(new Sealed("two"));

        secrets.destroy(token(1));

        assertThat(secrets.find(token(1))).isEmpty();
        assertThat(secrets.find(token(2))).contains(new Sealed("two"));
    }

    @Test
    void destroys_what_is_not_there_without_complaint() {
        secrets.destroy(token(1));

        assertThat(secrets.find(token(1))).isEmpty();
    }

    @Test
    void never_lets_one_value_take_the_place_of_another() {
        secrets.keep(token(1), CLIENT, new Sealed("one"));

        assertThatThrownBy(() -> secrets.keep(token(1), OTHER, new Sealed("other")))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThat(secrets.find(token(1))).contains(new Sealed("one"));
    }

    @Test
    void keeps_a_value_although_the_decision_comes_to_nothing() {
        assertThatThrownBy(() -> StoredStory.decide(() -> {
                    secrets.keep(token(1), CLIENT, new Sealed("one"));
                    throw new IllegalStateException("the store is gone");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(secrets.find(token(1))).contains(new Sealed("one"));
    }

    @Test
    void is_looked_through_page_by_page() {
        IntStream.rangeClosed(1, 5)
                .forEach(number -> secrets.keep(token(number), number == 3 ? OTHER : CLIENT, new Sealed("s" + number)));

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
        secrets.keep(token(1), CLIENT, new Sealed("one"));

        assertThat(secrets.page(null, 1).get(0).since()).isBetween(before, before.plus(Duration.ofMinutes(2)));
    }
}
