package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
}
