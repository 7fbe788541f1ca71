package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.CheckProjection;
import dev.rollcall.api.audit.FindRebuild;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.api.user.UserRenamed;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class RebuildTest {

    private final Node.Installation installation = new Node.Installation();

    private static RebuildView rebuild(Node node) {
        return node.get(Standing.class).answer(new FindRebuild("sample")).orElseThrow();
    }

    private static RebuildView awaitEnd(Node node) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(rebuild(node).state())
                        .as("%s of %s", rebuild(node), node.standing())
                        .isNotEqualTo(RebuildView.State.RUNNING));
        return rebuild(node);
    }

    @Test
    void the_view_built_anew_while_facts_come_in_equals_the_old_one_and_no_reader_sees_less() throws Exception {
        IntStream.range(0, 400).forEach(i -> installation.created("User" + i));
        try (Node node = Node.start(installation, "rollcall.query.rebuild-batch-size=20")) {
            node.settle();
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                while (!done.get()) {
                    installation.renamed(installation.created("New"), "Newer");
                    pause(10);
                }
            });
            AtomicLong most = new AtomicLong(400);
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
                SampleProjection view =
                        new SampleProjection(node.get(DataSource.class), "view_sample", installation.mischief);
                while (!done.get()) {
                    pause(1);
                    long seen = view.count();
                    if (seen < most.get()) {
                        throw new AssertionError("saw " + seen + " after " + most.get());
                    }
                    most.set(seen);
                }
            });
            RebuildView started = node.send(new RebuildProjection("sample"));
            assertThat(started.state()).isEqualTo(RebuildView.State.RUNNING);
            RebuildView ended = awaitEnd(node);
            done.set(true);
            writer.join();
            reader.join();

            assertThat(ended.state()).as("%s", ended).isEqualTo(RebuildView.State.DONE);
            assertThat(ended.equal()).isTrue();
            assertThat(ended.percent()).isEqualTo(100);
            assertThat(ended.events()).isGreaterThanOrEqualTo(400);
            node.settle();
            assertThat(installation.view().count())
                    .isEqualTo(installation
                            .jdbc()
                            .queryForObject("select count(*) from view_sample.person where facts > 0", Long.class))
                    .isGreaterThan(400);
            assertThat(installation.missing()).isZero();
            await().atMost(Duration.ofSeconds(10)).until(() -> installation
                    .jdbc()
                    .queryForList("select nspname from pg_namespace where nspname like 'view_sample_%'")
                    .isEmpty());
        }
    }

    @Test
    void a_rebuild_mends_a_view_and_tells_that_it_was_different() {
        UUID user = installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
            installation.jdbc().update("update view_sample.person set name = 'Eve'");

            node.send(new RebuildProjection("sample"));
            RebuildView ended = awaitEnd(node);

            assertThat(ended.state()).isEqualTo(RebuildView.State.DONE);
            assertThat(ended.equal()).isFalse();
            assertThat(ended.checksum()).isEqualTo(installation.view().checksum());
            assertThat(installation.view().nameOf(user)).isEqualTo("Ann");
        }
    }

    @Test
    void facts_that_were_parked_are_in_the_new_view_and_no_longer_parked() {
        UUID user = installation.created("Ann");
        installation.mischief.before = fact -> {
            if (fact instanceof UserRenamed) {
                throw new IllegalStateException("broken");
            }
        };
        installation.renamed(user, "Anne");
        try (Node node = Node.start(installation, "rollcall.query.retry-first=10m")) {
            node.settle();
            assertThat(node.standing().deadLetters()).isEqualTo(1);

            installation.mischief.before = fact -> {};
            node.send(new RebuildProjection("sample"));
            awaitEnd(node);

            assertThat(node.standing().deadLetters()).isZero();
            assertThat(installation.view().nameOf(user)).isEqualTo("Anne");
            installation.renamed(user, "Anna");
            node.settle();
            assertThat(installation.view().nameOf(user)).isEqualTo("Anna");
        }
    }

    @Test
    void a_fact_that_cannot_be_applied_ends_the_rebuild_with_a_clear_line_and_the_view_stays() {
        UUID user = installation.created("Ann");
        installation.renamed(user, "Anne");
        try (Node node = Node.start(installation)) {
            node.settle();
            installation.mischief.before = fact -> {
                if (fact instanceof UserRenamed) {
                    throw new IllegalStateException("no such luck");
                }
            };

            node.send(new RebuildProjection("sample"));
            RebuildView ended = awaitEnd(node);

            assertThat(ended.state()).isEqualTo(RebuildView.State.FAILED);
            assertThat(ended.failure())
                    .contains("UserRenamed", "IllegalStateException", "cannot be applied")
                    .doesNotContain("\n", "no such luck");
            assertThat(installation.view().nameOf(user)).isEqualTo("Anne");
            assertThat(node.standing().rebuild()).isEqualTo(ended);

            installation.mischief.before = fact -> {};
            node.send(new RebuildProjection("sample"));
            assertThat(awaitEnd(node).equal()).isTrue();
        }
    }

    @Test
    void the_new_view_has_the_indexes_of_the_old_one() {
        installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
            List<String> before = indexes();

            node.send(new RebuildProjection("sample"));
            awaitEnd(node);

            assertThat(before).hasSize(2);
            assertThat(indexes()).isEqualTo(before);
        }
    }

    private List<String> indexes() {
        return installation
                .jdbc()
                .queryForList(
                        "select indexdef from pg_indexes where schemaname = 'view_sample' and tablename = 'person' order by 1",
                        String.class);
    }

    @Test
    void a_check_compares_and_leaves_the_view_as_it_is() {
        UUID user = installation.created("Ann");
        installation.renamed(user, "Anne");
        try (Node node = Node.start(installation)) {
            node.settle();
            node.send(new CheckProjection("sample"));
            assertThat(awaitEnd(node).equal()).isTrue();

            installation.jdbc().update("update view_sample.person set name = 'Eve' where id = ?", user);
            node.send(new CheckProjection("sample"));
            RebuildView ended = awaitEnd(node);

            assertThat(ended.check()).isTrue();
            assertThat(ended.equal()).isFalse();
            assertThat(installation.view().nameOf(user)).isEqualTo("Eve");
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(installation
                            .jdbc()
                            .queryForList(
                                    "select nspname from pg_namespace where nspname like 'view_sample%'", String.class))
                    .containsExactly("view_sample"));
        }
    }

    @Test
    void of_many_facts_written_at_once_the_one_that_cannot_be_written_is_named() {
        UUID user = installation.created("Ann");
        installation.renamed(user, "Anne");
        installation.created("Bob");
        try (Node node = Node.start(installation)) {
            node.settle();
            installation.mischief.atRename = "poison";

            node.send(new RebuildProjection("sample"));
            RebuildView ended = awaitEnd(node);

            assertThat(ended.state()).isEqualTo(RebuildView.State.FAILED);
            assertThat(ended.failure()).contains("UserRenamed", "at 1 ", "no_poison", "cannot be applied");
        }
    }

    @Test
    void a_rebuild_whose_process_ends_is_carried_on_by_another_from_where_it_was() throws Exception {
        IntStream.range(0, 100).forEach(i -> installation.created("User" + i));
        CountDownLatch half = new CountDownLatch(30);
        AtomicBoolean slow = new AtomicBoolean();
        AtomicLong applied = new AtomicLong();
        installation.mischief.before = fact -> {
            if (slow.get()) {
                half.countDown();
                pause(20);
            }
            applied.incrementAndGet();
        };
        try (Node first = Node.start(installation, "rollcall.query.rebuild-batch-size=5")) {
            first.settle();
            slow.set(true);
            first.send(new RebuildProjection("sample"));
            half.await();
        }
        RebuildTable.Row left = new RebuildTable(installation.jdbc(), new Tokens(), java.time.Clock.systemUTC())
                .last("sample")
                .orElseThrow();
        assertThat(left.view().state()).isEqualTo(RebuildView.State.RUNNING);
        assertThat(left.events()).isBetween(25L, 99L);
        slow.set(false);
        applied.set(0);

        try (Node second = Node.start(installation)) {
            RebuildView ended = awaitEnd(second);

            assertThat(ended.state()).isEqualTo(RebuildView.State.DONE);
            assertThat(ended.equal()).isTrue();
            assertThat(ended.events()).isEqualTo(100);
            assertThat(applied.get()).isEqualTo(100 - left.events());
        }
    }

    @Test
    void a_rebuild_that_another_process_carries_on_is_left_to_it_until_that_one_ends() throws Exception {
        IntStream.range(0, 10).forEach(i -> installation.created("User" + i));
        try (Node node = Node.start(installation)) {
            node.settle();
        }
        RebuildTable table = new RebuildTable(installation.jdbc(), new Tokens(), java.time.Clock.systemUTC());
        assertThat(table.start("sample", "admin", 10, false)).isTrue();
        long id = table.last("sample").orElseThrow().id();
        try (Connection other = DriverManager.getConnection(installation.url)) {
            other.createStatement().execute("select pg_advisory_lock(hashtext('rollcall rebuild'), %d)".formatted(id));
            try (Node node = Node.start(installation)) {
                ThreadPoolExecutor work =
                        (ThreadPoolExecutor) node.get(Chores.class).longWork();
                node.get(Rebuilds.class).carryOn();
                await().atMost(Duration.ofSeconds(20)).until(() -> work.getCompletedTaskCount() > 0);

                assertThat(rebuild(node).state()).isEqualTo(RebuildView.State.RUNNING);
                assertThat(rebuild(node).events()).isZero();

                other.close();
                assertThat(awaitEnd(node).state()).isEqualTo(RebuildView.State.DONE);
            }
        }
    }

    @Test
    void two_at_once_are_refused_and_one_can_be_cancelled() {
        IntStream.range(0, 50).forEach(i -> installation.created("User" + i));
        try (Node node = Node.start(installation, "rollcall.query.rebuild-batch-size=5")) {
            node.settle();
            installation.mischief.before = fact -> pause(100);
            node.send(new RebuildProjection("sample"));

            assertThatThrownBy(() -> node.send(new RebuildProjection("sample")))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            refused -> assertThat(refused.refusal().rejection()).isEqualTo(Rejection.REBUILD_RUNNING));

            assertThat(node.<RebuildView>send(new CancelRebuild("sample")).state())
                    .isEqualTo(RebuildView.State.CANCELLED);
            await().atMost(Duration.ofSeconds(10)).until(() -> installation
                    .jdbc()
                    .queryForList("select nspname from pg_namespace where nspname = 'view_sample_next'")
                    .isEmpty());
            assertThat(installation.view().count()).isEqualTo(50);
            assertThatThrownBy(() -> node.send(new CancelRebuild("sample")))
                    .isInstanceOfSatisfying(Rejected.class, refused -> assertThat(
                                    refused.refusal().rejection())
                            .isEqualTo(Rejection.REBUILD_NOT_RUNNING));
        }
    }

    @Test
    void one_that_follows_a_cancelled_one_at_once_is_not_disturbed_by_what_that_leaves() {
        IntStream.range(0, 50).forEach(i -> installation.created("User" + i));
        try (Node node = Node.start(installation, "rollcall.query.rebuild-batch-size=5")) {
            node.settle();
            installation.mischief.before = fact -> pause(40);
            node.send(new RebuildProjection("sample"));
            await().atMost(Duration.ofSeconds(20)).until(() -> rebuild(node).events() > 0);
            node.send(new CancelRebuild("sample"));
            node.send(new RebuildProjection("sample"));
            await().atMost(Duration.ofSeconds(20)).until(() -> rebuild(node).events() > 0);

            node.get(Rebuilds.class).dropAbandoned();

            assertThat(awaitEnd(node).state()).as("%s", rebuild(node)).isEqualTo(RebuildView.State.DONE);
            assertThat(rebuild(node).equal()).isTrue();
        }
    }

    @Test
    void orders_and_cancellations_at_once_hold_up_nobody() throws Exception {
        IntStream.range(0, 20).forEach(number -> installation.created("Ada " + number));
        ExecutorService crowd = Executors.newFixedThreadPool(6);
        try (Node node = Node.start(installation)) {
            node.settle();
            List<Future<?>> asked = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                Object wish = List.of(
                                new RebuildProjection("sample"),
                                new CancelRebuild("sample"),
                                new CheckProjection("sample"))
                        .get(i % 3);
                asked.add(crowd.submit(() -> {
                    try {
                        node.send(wish);
                    } catch (RuntimeException refused) {
                        // one runs already, or none does
                    }
                }));
            }
            for (Future<?> each : asked) {
                each.get(30, TimeUnit.SECONDS);
            }
            awaitEnd(node);
            installation.created("Grace");
            node.settle();
            assertThat(installation.missing()).isZero();
        } finally {
            crowd.shutdownNow();
        }
    }

    @Test
    void what_a_process_that_ended_left_of_a_cancelled_rebuild_is_dropped_by_another() {
        installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
            installation.jdbc().execute("create schema view_sample_next");

            await().atMost(Duration.ofSeconds(20)).until(() -> installation
                    .jdbc()
                    .queryForList("select nspname from pg_namespace where nspname = 'view_sample_next'")
                    .isEmpty());
        }
    }

    @Test
    void nobody_but_an_administrator_rebuilds_and_nothing_that_does_not_exist() {
        try (Node node = Node.start(installation)) {
            Provenance engineer = new Provenance(
                    new Actor(Actor.Kind.USER, UUID.randomUUID().toString(), "e", List.of("QUALITY_ENGINEER")),
                    Via.API,
                    "test");

            assertThatThrownBy(() -> node.send(new RebuildProjection("sample"), engineer))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            refused -> assertThat(refused.refusal().rejection()).isEqualTo(Rejection.FORBIDDEN));
            assertThatThrownBy(() -> node.send(new RebuildProjection("nothing")))
                    .isInstanceOfSatisfying(Rejected.class, refused -> assertThat(
                                    refused.refusal().rejection())
                            .isEqualTo(Rejection.PROJECTION_NOT_FOUND));
        }
    }

    @Test
    void the_schema_that_was_exchanged_is_known_to_the_next_start() {
        UUID user = installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
            node.send(new RebuildProjection("sample"));
            assertThat(awaitEnd(node).state()).isEqualTo(RebuildView.State.DONE);
        }
        try (Node node = Node.start(installation)) {
            installation.renamed(user, "Anne");
            node.settle();
            assertThat(installation.view().nameOf(user)).isEqualTo("Anne");
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
