package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.StoredSubjects;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.query.Projections;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class CompletenessTest {

    private static final String NEVER = "rollcall.query.retry-first=10m";

    private final Node.Installation installation = new Node.Installation();

    private static void awaitState(Node node, ProjectionView.State state) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(node.standing().state())
                        .as("%s", node.standing())
                        .isEqualTo(state));
    }

    @Test
    void whoever_lacks_a_fact_is_named_and_a_rebuild_brings_it_back() {
        UUID whole = installation.created("Ann");
        UUID behind = installation.created("Bob");
        installation.renamed(whole, "Anne");
        installation.renamed(behind, "Bobby");
        try (Node node = Node.start(installation)) {
            node.settle();
            assertThat(node.standing().difference()).isNull();

            installation.jdbc().update("update view_sample.person set facts = 1, name = 'Bob' where id = ?", behind);

            awaitState(node, ProjectionView.State.INCOMPLETE);
            ProjectionView.Difference difference = node.standing().difference();
            assertThat(difference.subject()).isEqualTo(behind);
            assertThat(difference.stored()).isEqualTo(1);
            assertThat(difference.applied()).isZero();
            assertThat(difference.subjects()).isEqualTo(1);

            node.send(new RebuildProjection("sample"));
            awaitState(node, ProjectionView.State.RUNNING);
            assertThat(installation.view().nameOf(behind)).isEqualTo("Bobby");
        }
    }

    @Test
    void what_came_right_by_itself_is_no_longer_named() {
        UUID user = installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
            installation.jdbc().update("update view_sample.person set facts = 0 where id = ?", user);
            awaitState(node, ProjectionView.State.INCOMPLETE);

            installation.jdbc().update("update view_sample.person set facts = 1 where id = ?", user);

            awaitState(node, ProjectionView.State.RUNNING);
        }
    }

    @Test
    void somebody_of_whom_nothing_was_applied_is_named_where_the_store_lists_its_aggregates() {
        UUID known = installation.created("Ann");
        UUID lost = installation.created("Bob");
        try (Node node = Node.start(installation)) {
            node.settle();
            installation.jdbc().update("delete from view_sample.person where id = ?", lost);
            EventStore store = node.get(EventStore.class);
            StoredSubjects listed = (after, most) -> new StoredSubjects.Page(
                    IntStream.range(0, 2)
                            .mapToObj(i -> new StoredSubjects.StoredSubject(
                                    List.of(known, lost).get(i).toString(),
                                    "User",
                                    0,
                                    Places.position(store.createHeadToken()).orElseThrow()))
                            .toList(),
                    null);
            Completeness completeness = new Completeness(
                    node.get(Projections.class),
                    projection -> listed,
                    node.get(Places.class),
                    new JdbcTemplate(node.get(DataSource.class)),
                    10);

            node.get(Projections.class).kinds().forEach(kind -> completeness.run());

            assertThat(node.standing().difference().subject()).isEqualTo(lost);
            assertThat(node.standing().difference().applied()).isEqualTo(-1);
        }
    }

    @Test
    void facts_that_are_parked_given_up_or_yet_to_come_are_not_lost() {
        UUID unlucky = installation.created("Ann");
        UUID given = installation.created("Bob");
        installation.mischief.before = ParkingTest.failOn("broken");
        installation.renamed(unlucky, "broken");
        installation.renamed(given, "broken");
        try (Node node = Node.start(installation, NEVER)) {
            node.settle();
            String letter = installation
                    .jdbc()
                    .queryForObject(
                            "select id from query.dead_letter where sequence_identifier = ?",
                            String.class,
                            given.toString());
            node.send(new DiscardDeadLetter(UUID.fromString(letter)));
            Completeness completeness = node.get(Completeness.class);

            for (int i = 0; i < 20; i++) {
                installation.renamed(installation.created("New"), "Newer");
                completeness.run();
            }

            assertThat(node.standing().deadLetters()).isEqualTo(1);
            assertThat(installation.jdbc().queryForObject("select count(*) from query.difference", Long.class))
                    .isZero();

            // once it is no longer known that it was given up, it is missing
            installation.jdbc().update("delete from query.discarded");
            awaitState(node, ProjectionView.State.INCOMPLETE);
            assertThat(node.standing().difference().subject()).isEqualTo(given);
        }
    }
}
