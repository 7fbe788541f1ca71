package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.FindRebuild;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RebuildView;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A rebuild beside views that are about to be fed from the first fact again, as with a projection that is new to the store. */
class RebuildOutsetTest {

    private final Node.Installation installation = new Node.Installation();

    private static RebuildView.State state(Node node) {
        return node.get(Standing.class)
                .answer(new FindRebuild("sample"))
                .orElseThrow()
                .state();
    }

    /** Whoever feeds the views remembers where it is, and says so with the next fact only. */
    private void beginAnew() {
        installation
                .jdbc()
                .update(
                        "update query.token set token = null, token_type = null where processor_name = ?",
                        Processors.VIEWS);
    }

    @Test
    void nothing_is_exchanged_before_the_views_have_a_place_again() {
        IntStream.range(0, 50).forEach(number -> installation.created("User" + number));
        try (Node node = Node.start(installation)) {
            node.settle();
            beginAnew();

            node.send(new RebuildProjection("sample"));

            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> state(node) == RebuildView.State.RUNNING
                            && installation.view().count() == 50);
            installation.created("One more");
            await().atMost(Duration.ofSeconds(20)).until(() -> state(node) == RebuildView.State.DONE);
            assertThat(installation.view().count()).isEqualTo(51);
        }
    }

    @Test
    void whoever_waits_for_that_can_be_cancelled() {
        installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
            beginAnew();
            node.send(new RebuildProjection("sample"));

            node.send(new CancelRebuild("sample"));

            await().atMost(Duration.ofSeconds(20)).until(() -> state(node) == RebuildView.State.CANCELLED);
            await().atMost(Duration.ofSeconds(20)).until(() -> installation
                    .jdbc()
                    .queryForList("select nspname from pg_namespace where nspname = 'view_sample_next'")
                    .isEmpty());
        }
    }
}
