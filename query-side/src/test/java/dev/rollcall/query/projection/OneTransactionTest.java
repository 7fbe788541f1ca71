package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.audit.ProjectionView.State;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Two projections that are fed together. */
class OneTransactionTest {

    private static final String NEVER = "rollcall.query.retry-first=10m";

    private final Node.Installation installation = new Node.Installation();
    private final SampleProjection.Mischief second = new SampleProjection.Mischief();

    @BeforeEach
    void there_is_a_second_projection() {
        installation.second = second;
    }

    @Test
    void a_fact_that_one_projection_cannot_apply_is_parked_for_it_alone() {
        UUID unlucky = installation.created("Ann");
        UUID lucky = installation.created("Bob");
        second.before = ParkingTest.failOn("Anne");
        installation.renamed(unlucky, "Anne");
        installation.renamed(lucky, "Bobby");

        try (Node node = Node.start(installation, NEVER)) {
            node.settle();

            assertThat(node.standing("sample").deadLetters()).isZero();
            assertThat(node.standing("second").deadLetters()).isEqualTo(1);
            assertThat(installation.view().nameOf(unlucky)).isEqualTo("Anne");
            assertThat(installation.second().nameOf(unlucky)).isEqualTo("Ann");
            assertThat(installation.view().nameOf(lucky)).isEqualTo("Bobby");
            assertThat(installation.second().nameOf(lucky)).isEqualTo("Bobby");
        }
    }

    @Test
    void a_fact_that_one_projection_cannot_write_is_found_and_parked_for_it_alone() {
        UUID unlucky = installation.created("Ann");
        UUID lucky = installation.created("Bob");
        second.atRename = "poison";
        installation.renamed(unlucky, "Anne");
        UUID last = installation.created("Cid");

        try (Node node = Node.start(installation, NEVER)) {
            node.settle();

            assertThat(node.standing("sample").deadLetters()).isZero();
            assertThat(node.standing("second").deadLetters()).isEqualTo(1);
            assertThat(installation.view().nameOf(unlucky)).isEqualTo("Anne");
            assertThat(installation.second().nameOf(unlucky)).isEqualTo("Ann");
            for (UUID other : new UUID[] {lucky, last}) {
                assertThat(installation.second().nameOf(other))
                        .isNotEmpty()
                        .isEqualTo(installation.view().nameOf(other));
            }
            assertThat(node.standing("second").state()).isEqualTo(State.RUNNING);
        }
    }

    @Test
    void what_waits_behind_a_parked_fact_is_known_to_whoever_feeds_after_another_process_did() {
        UUID unlucky = installation.created("Ann");
        try (Node first = Node.start(installation, NEVER)) {
            first.settle();
            try (Node other = Node.start(installation, NEVER)) {
                give(first, other);
                second.before = ParkingTest.failOn("Anne");
                installation.renamed(unlucky, "Anne");
                other.settle();
                assertThat(other.standing("second").deadLetters()).isEqualTo(1);
            }
            second.before = fact -> {};
            installation.renamed(unlucky, "Anna");
            first.settle();

            assertThat(first.standing("second").deadLetters()).isEqualTo(2);
            assertThat(installation.second().nameOf(unlucky)).isEqualTo("Ann");
        }
    }

    /** Has the other process feed, and the first one come again when that ends. */
    private static void give(Node first, Node other) {
        var processor = ClaimsTest.processor(first);
        processor.shutDown();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ClaimsTest.processor(other).processingStatus().size() == 1);
        processor.start();
    }

    @Test
    void the_rows_of_all_and_the_position_are_kept_together_or_not_at_all() {
        installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
            var position = node.standing().position();
            installation.jdbc().execute("""
                    create sequence attempt;
                    create function refuse() returns trigger language plpgsql as
                        $$ begin perform nextval('attempt'); raise 'not now'; end $$;
                    create constraint trigger refused after insert on view_second.person
                    deferrable initially deferred for each row execute function refuse()""");
            installation.created("Bob");

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> installation.jdbc().queryForObject("select is_called from attempt", Boolean.class));
            assertThat(node.standing().position()).isEqualTo(position);
            assertThat(installation.view().count()).isEqualTo(1);
            assertThat(installation.second().count()).isEqualTo(1);

            installation.jdbc().execute("drop function refuse cascade");
            node.settle();
            assertThat(installation.view().count()).isEqualTo(2);
            assertThat(installation.second().count()).isEqualTo(2);
            assertThat(installation
                            .jdbc()
                            .queryForList(
                                    "select processor_name from query.token where processor_name <> '__config'",
                                    String.class))
                    .containsExactly(Processors.VIEWS);
        }
    }

    @Test
    void the_store_is_told_when_nothing_is_held_back_any_more() {
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();
        JdbcTemplate apart = new JdbcTemplate(new SingleConnectionDataSource(installation.url, true));
        installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
            installation.delivery =
                    () -> seen.add(apart.queryForObject("select count(*) from view_sample.person", Integer.class));
            installation.created("Bob");
            node.settle();

            await().atMost(Duration.ofSeconds(20)).until(() -> !seen.isEmpty());
            assertThat(seen).containsOnly(2);
        }
    }

    @Test
    void a_projection_that_has_no_room_to_park_is_named_and_the_other_stands_still_with_it() {
        UUID parked = installation.created("Ann");
        UUID unlucky = installation.created("Bob");
        second.before = ParkingTest.failOn("broken");
        installation.renamed(parked, "broken");

        try (Node node = Node.start(installation, NEVER, "rollcall.query.parked-users-and-clients=1")) {
            node.settle();
            installation.renamed(unlucky, "broken");

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(node.standing("second").state()).isEqualTo(State.FAILED);
                assertThat(node.standing("sample").state()).isEqualTo(State.STOPPED);
            });
            assertThat(installation.view().nameOf(unlucky)).isEqualTo("Bob");

            second.before = fact -> {};
            node.settle();
            assertThat(installation.view().nameOf(unlucky)).isEqualTo("broken");
            assertThat(installation.second().nameOf(unlucky)).isEqualTo("broken");
            assertThat(node.standing("second").state()).isEqualTo(State.RUNNING);
            assertThat(node.standing("sample").state()).isEqualTo(State.RUNNING);
        }
    }
}
