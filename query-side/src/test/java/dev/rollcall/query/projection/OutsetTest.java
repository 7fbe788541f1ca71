package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.audit.ProjectionView.State;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Stores on which other versions ran. */
class OutsetTest {

    private final Node.Installation installation = new Node.Installation();
    private final SampleProjection.Mischief second = new SampleProjection.Mischief();
    private final Tokens tokens = new Tokens();

    /** As versions left it that had a position for each projection: the second one has another than all the others. */
    private void apart(long all, @Nullable Long second) {
        installation.jdbc().update("delete from query.fed");
        installation.jdbc().update("delete from query.token where processor_name = ?", Processors.VIEWS);
        Stream.of("users", "clients", "services", "history", "sample").forEach(name -> place(name, all));
        place("second", second);
    }

    private void place(String projection, @Nullable Long index) {
        GlobalSequenceTrackingToken token = index == null ? null : new GlobalSequenceTrackingToken(index);
        installation
                .jdbc()
                .update(
                        "insert into query.token (processor_name, segment, token, token_type, touched_at)"
                                + " values (?, 0, ?, ?, '1970-01-01T00:00:00Z')",
                        projection,
                        token == null ? null : tokens.write(token),
                        token == null ? null : tokens.type(token));
    }

    private List<String> places() {
        return installation
                .jdbc()
                .queryForList(
                        "select processor_name from query.token where processor_name <> '__config'", String.class);
    }

    @Test
    void positions_apart_become_the_least_of_them_and_nothing_is_applied_too_little_or_anew() {
        installation.second = second;
        UUID early = installation.created("Ann");
        UUID late = installation.created("Bob");
        installation.renamed(early, "Anne");
        try (Node node = Node.start(installation)) {
            node.settle();
        }
        String before = installation.view().checksum();
        apart(2, 0L);
        installation.jdbc().update("delete from view_second.person where id = ?", late);
        installation.jdbc().update("update view_second.person set name = 'Ann', facts = 1 where id = ?", early);
        AtomicInteger again = new AtomicInteger();
        installation.mischief.before = fact -> again.incrementAndGet();

        try (Node node = Node.start(installation)) {
            node.settle();

            assertThat(again.get()).as("facts after the least position").isEqualTo(2);
            assertThat(installation.view().checksum()).isEqualTo(before);
            assertThat(installation.second().checksum()).isEqualTo(before);
            assertThat(places()).containsExactly(Processors.VIEWS);
            assertThat(node.standing().deadLetters()).isZero();
            assertThat(node.standing().state()).isEqualTo(State.RUNNING);
        }
    }

    @Test
    void a_projection_that_had_not_begun_has_everything_applied() {
        installation.second = second;
        UUID user = installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
        }
        apart(0, null);
        installation.jdbc().update("delete from view_second.person");

        try (Node node = Node.start(installation)) {
            node.settle();

            assertThat(installation.second().nameOf(user)).isEqualTo("Ann");
        }
    }

    @Test
    void a_projection_that_is_new_to_a_store_gets_every_fact_and_the_others_stay_as_they_are() {
        UUID user = installation.created("Ann");
        installation.renamed(user, "Anne");
        try (Node node = Node.start(installation)) {
            node.settle();
        }
        String before = installation.view().checksum();
        installation.second = second;

        try (Node node = Node.start(installation)) {
            node.settle();
            assertThat(installation.second().checksum()).isEqualTo(before);
            assertThat(installation.view().checksum()).isEqualTo(before);
        }
    }

    @Test
    void a_version_without_it_that_ran_in_between_is_made_up_for() {
        installation.second = second;
        installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
        }
        installation.second = null;
        UUID missed = installation.created("Bob");
        try (Node node = Node.start(installation)) {
            node.settle();
        }
        installation.second = second;

        try (Node node = Node.start(installation)) {
            node.settle();
            assertThat(installation.second().nameOf(missed)).isEqualTo("Bob");
        }
    }

    @Test
    void a_start_that_finds_everything_in_order_applies_nothing_anew() {
        installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
        }
        AtomicInteger again = new AtomicInteger();
        installation.mischief.before = fact -> again.incrementAndGet();
        try (Node node = Node.start(installation)) {
            node.settle();
            assertThat(again.get()).isZero();
        }
    }

    @Test
    void a_process_of_an_older_version_moves_no_position_that_stands_for_more_than_it_feeds() {
        installation.created("Ann");
        try (Node older = Node.start(installation)) {
            older.settle();
            var position = older.standing().position();
            installation.jdbc().update("insert into query.fed values ('second')");
            installation.created("Bob");

            await().atMost(Duration.ofSeconds(20)).until(() -> older.standing().state() == State.FAILED);
            assertThat(older.standing().position()).isEqualTo(position);
            assertThat(installation.view().count()).isEqualTo(1);

            installation.jdbc().update("delete from query.fed where projection = 'second'");
            older.settle();
            assertThat(installation.view().count()).isEqualTo(2);
        }
    }
}
