package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.eventhandling.TrackingEventStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OpenTransactionsTest {

    private final HikariDataSource database = Clusters.database();
    private final Keeper keeper = new Keeper(database);
    private final OpenTransactions watch = new OpenTransactions(database, keeper.bell, Duration.ofSeconds(1));

    @AfterEach
    void close() {
        watch.close();
        keeper.close();
        database.close();
    }

    @Test
    void a_transaction_left_open_is_named_once_and_measured_until_it_ends(CapturedOutput log) throws Exception {
        watch.start();
        try (Connection forgotten = database.getConnection();
                Statement statement = forgotten.createStatement()) {
            forgotten.setAutoCommit(false);
            statement.execute("set application_name = 'somebody''s psql'");
            statement.execute("select pg_current_xact_id()");
            keeper.append("Byron");

            await().atMost(Duration.ofSeconds(10)).until(() -> watch.oldest().toMillis() > 1_800);

            assertThat(watch.heldBack()).isGreaterThan(Duration.ofSeconds(1));
            assertThat(log.getOut())
                    .containsOnlyOnce("A transaction has been open for")
                    .contains("application 'somebody's psql'", "idle in transaction", "user 'postgres'");
            assertThat(watch.named()).hasValueSatisfying(session -> {
                assertThat(session.application()).isEqualTo("somebody's psql");
                assertThat(session.id()).matches("\\d+");
                assertThat(session.since()).isBefore(Instant.now());
            });
            forgotten.commit();
            statement.execute("reset application_name");
            forgotten.commit();
        }

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(watch.oldest()).isZero();
            assertThat(watch.heldBack()).isZero();
            assertThat(watch.named()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction_timeout", "idle_in_transaction_session_timeout"})
    void a_transaction_left_open_delays_facts_until_the_server_ends_it_and_loses_none(
            String timeout, CapturedOutput log) throws Exception {
        watch.start();
        TrackingEventStream stream = keeper.store.openStream(null);
        try (Connection forgotten = database.getConnection();
                Statement statement = forgotten.createStatement()) {
            statement.execute("set " + timeout + " = '4s'");
            int session = forgotten.unwrap(PGConnection.class).getBackendPID();
            forgotten.setAutoCommit(false);
            statement.execute("select pg_current_xact_id()");
            keeper.append("Byron");
            keeper.append("Lovelace");

            await().until(() -> watch.oldest().toMillis() > 1_000);
            assertThat(stream.hasNextAvailable()).isFalse();

            assertThat(Keeper.lastNames(Keeper.next(stream, 2))).containsExactly("Byron", "Lovelace");
            assertThat(log.getOut()).contains("session " + session + ",");
            assertThatThrownBy(forgotten::commit).isInstanceOf(SQLException.class);
        }

        keeper.append("King");
        assertThat(Keeper.lastNames(Keeper.next(stream, 1))).containsExactly("King");
        await().untilAsserted(() -> assertThat(watch.oldest()).isZero());
    }
}
