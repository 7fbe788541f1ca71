package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.user.UserId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Facts that are restored into another database cluster, whose transaction ids are at another point. */
class RestoreTest {

    @Test
    void what_is_appended_after_a_restore_comes_after_everything_restored() throws Exception {
        try (HikariDataSource origin = Clusters.database();
                EmbeddedPostgres cluster = Clusters.start();
                HikariDataSource restored = Clusters.pool(cluster.getPostgresDatabase())) {
            FactToken reader;
            try (Keeper before = new Keeper(origin)) {
                before.append("one");
                // so that the other cluster, being new, is far behind
                for (int i = 0; i < 2_000; i++) {
                    Clusters.execute(origin, "select pg_current_xact_id()");
                }
                before.append("two");
                reader = (FactToken) before.all().get(1).trackingToken();
            }
            new StoreSchema(restored);
            Clusters.execute(restored, "truncate store.era, store.fact restart identity");
            new Vault(restored, Keeper.KEY, new Buried());
            for (String table : List.of("store.era", "store.fact", "vault.user_key")) {
                copy(table, origin, restored);
            }
            Clusters.execute(
                    restored,
                    "select setval(pg_get_serial_sequence('store.fact', 'number'), (select max(number) from store.fact))");

            try (Keeper after = new Keeper(restored)) {
                TrackingEventStream stream = after.store.openStream(reader);
                assertThat(stream.hasNextAvailable()).isFalse();
                after.append("three");

                TrackedEventMessage<?> next = Keeper.next(stream, 1).get(0);

                FactToken token = (FactToken) next.trackingToken();
                assertThat(token.xid()).as("the reason for eras").isLessThan(reader.xid());
                assertThat(token.era()).isEqualTo(2);
                assertThat(token.number()).isGreaterThan(reader.number());
                assertThat(Keeper.lastNames(List.of(next))).containsExactly("three");
                assertThat(after.lastNames()).containsExactly("one", "two", "three");
                assertThat(after.store.createHeadToken()).isEqualTo(token);
            }
        }
    }

    @Test
    void starting_again_where_one_was_begins_no_era() {
        try (HikariDataSource database = Clusters.database()) {
            for (int start = 0; start < 3; start++) {
                try (Keeper keeper = new Keeper(database)) {
                    keeper.append("start " + start);
                }
            }

            assertThat(Clusters.query(database, "select count(*) from store.era"))
                    .containsExactly("1");
        }
    }

    @Test
    void transaction_ids_that_were_set_back_begin_an_era_also_in_the_same_cluster() {
        try (HikariDataSource database = Clusters.database()) {
            try (Keeper keeper = new Keeper(database)) {
                keeper.append("one");
            }
            Clusters.execute(database, "update store.fact set xid = '1000000000'");

            try (Keeper keeper = new Keeper(database)) {
                keeper.append("two");
                assertThat(keeper.lastNames()).containsExactly("one", "two");
            }
            assertThat(Clusters.query(database, "select count(*) from store.era"))
                    .containsExactly("2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"system_identifier", "timeline"})
    void another_cluster_and_another_course_of_the_same_begin_an_era(String different) {
        try (HikariDataSource database = Clusters.database()) {
            try (Keeper keeper = new Keeper(database)) {
                keeper.append("one");
            }
            // as it looks from a cluster it was restored into, and from a promoted standby
            Clusters.execute(database, "update store.era set %1$s = %1$s - 1".formatted(different));

            try (Keeper keeper = new Keeper(database)) {
                keeper.append("two");
                assertThat(keeper.all())
                        .extracting(fact -> ((FactToken) fact.trackingToken()).era())
                        .containsExactly(1, 2);
            }
        }
    }

    @Test
    void an_era_begins_only_when_the_appends_of_the_one_before_have_ended() throws Exception {
        try (HikariDataSource database = Clusters.database();
                Keeper keeper = new Keeper(database);
                Connection slow = database.getConnection();
                Statement statement = slow.createStatement()) {
            keeper.append("one");
            Clusters.execute(database, "update store.era set timeline = timeline - 1");
            slow.setAutoCommit(false);
            statement.execute("select max(era) from store.era");

            CompletableFuture<Void> begun = CompletableFuture.runAsync(() -> new StoreSchema(database));
            await().until(() -> Clusters.query(
                                    database,
                                    "select pid from pg_locks where not granted and mode = 'AccessExclusiveLock'")
                            .size()
                    == 1);
            assertThat(begun).isNotDone();
            CompletableFuture<UserId> waits = CompletableFuture.supplyAsync(() -> keeper.append("two"));
            slow.commit();

            begun.get(10, TimeUnit.SECONDS);
            waits.get(10, TimeUnit.SECONDS);
            assertThat(keeper.all())
                    .extracting(fact -> ((FactToken) fact.trackingToken()).era())
                    .containsExactly(1, 2);
        }
    }

    private static void copy(String table, DataSource from, DataSource to) throws Exception {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        try (Connection connection = from.getConnection()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy " + table + " to stdout (format binary)", rows);
        }
        try (Connection connection = to.getConnection()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy " + table + " from stdin (format binary)",
                            new ByteArrayInputStream(rows.toByteArray()));
        }
    }
}
