package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.audit.ProjectionView;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.junit.jupiter.api.Test;

class StandingTest {

    private final Node.Installation installation = new Node.Installation();

    private static void await(Node node, ProjectionView.State state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(node.standing().state()).isEqualTo(state));
    }

    private static void stopFeeding(Node node) {
        node.axon()
                .eventProcessingConfiguration()
                .eventProcessor(Processors.VIEWS, StreamingEventProcessor.class)
                .orElseThrow()
                .shutDown();
    }

    @Test
    void before_the_first_fact_everything_runs_and_nothing_lags() {
        try (Node node = Node.start(installation)) {
            await(node, ProjectionView.State.RUNNING);
            assertThat(node.standing().position()).isNull();
            assertThat(node.standing().lag()).isZero();
        }
    }

    @Test
    void a_start_with_an_event_store_that_is_down_waits_for_it_and_says_so() {
        installation.facts.down = true;
        try (Node node = Node.start(installation)) {
            assertThat(node.standing().state()).isEqualTo(ProjectionView.State.STOPPED);

            installation.facts.down = false;
            UUID user = installation.created("Ann");
            node.settle();

            await(node, ProjectionView.State.RUNNING);
            assertThat(installation.view().nameOf(user)).isEqualTo("Ann");
        }
    }

    @Test
    void a_process_can_end_while_it_waits_for_the_event_store() {
        installation.facts.down = true;
        Node node = Node.start(installation);
        long start = System.nanoTime();

        node.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void a_projection_that_cannot_go_on_has_failed_in_the_eyes_of_every_process() {
        try (Node first = Node.start(installation);
                Node second = Node.start(installation)) {
            await(first, ProjectionView.State.RUNNING);
            installation.jdbc().execute("alter table query.token add constraint stuck check (token is null) not valid");
            installation.created("Ann");

            await(first, ProjectionView.State.FAILED);
            await(second, ProjectionView.State.FAILED);
            assertThat(first.standing().lag()).isEqualTo(1);
        }
    }

    @Test
    void a_projection_that_nobody_feeds_has_stopped_in_the_eyes_of_every_process() {
        try (Node first = Node.start(installation);
                Node second = Node.start(installation)) {
            await(second, ProjectionView.State.RUNNING);
            stopFeeding(first);
            stopFeeding(second);
            installation.created("Ann");

            await(first, ProjectionView.State.STOPPED);
            await(second, ProjectionView.State.STOPPED);
            assertThat(second.standing().lag()).isEqualTo(1);
        }
    }

    @Test
    void a_projection_far_behind_is_catching_up() {
        for (int i = 0; i < 30; i++) {
            installation.created("User" + i);
        }
        installation.mischief.before = fact -> {
            try {
                Thread.sleep(100);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        try (Node node = Node.start(installation, "rollcall.query.catching-up=5", "rollcall.query.batch-size=2")) {
            await(node, ProjectionView.State.CATCHING_UP);
            installation.mischief.before = fact -> {};
            await(node, ProjectionView.State.RUNNING);
        }
    }
}
