package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.user.UserCreated;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.junit.jupiter.api.Test;

/** Of several processes one feeds a projection, and one that lost it unawares writes nothing any more. */
class ClaimsTest {

    private final Node.Installation installation = new Node.Installation();

    @Test
    void while_one_process_feeds_a_projection_another_cannot_claim_it() throws Exception {
        try (Node first = Node.start(installation, "rollcall.query.claim-timeout=60s")) {
            installation.created("Ann");
            first.settle();
            try (Node second = Node.start(installation, "rollcall.query.claim-timeout=60s")) {
                assertThat(processor(second).claimSegment(0).get()).isFalse();
                assertThat(processor(second).processingStatus()).isEmpty();
                assertThat(processor(first).processingStatus()).hasSize(1);
            }
        }
    }

    @Test
    void what_a_process_applies_after_it_lost_the_projection_is_undone() throws Exception {
        CountDownLatch applying = new CountDownLatch(1);
        CountDownLatch lost = new CountDownLatch(1);
        installation.mischief.before = fact -> {
            if (fact instanceof UserCreated created && created.firstName().equals("Bob")) {
                applying.countDown();
                uninterrupted(lost);
            }
        };
        try (Node node = Node.start(installation)) {
            installation.created("Ann");
            node.settle();
            installation.created("Bob");
            applying.await();

            give("somebody else", "9999-01-01T00:00:00Z");
            lost.countDown();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            processor(node).processingStatus().values())
                    .allMatch(status -> status.isErrorState()));
            assertThat(installation.view().count()).isEqualTo(1);

            give(null, "1970-01-01T00:00:00Z");
            node.settle();
            assertThat(installation.view().count()).isEqualTo(2);
        }
    }

    private void give(String owner, String touched) {
        installation
                .jdbc()
                .update("update query.token set owner = ?, touched_at = ? where segment = 0", owner, touched);
    }

    static StreamingEventProcessor processor(Node node) {
        return node.axon()
                .eventProcessingConfiguration()
                .eventProcessor(Processors.VIEWS, StreamingEventProcessor.class)
                .orElseThrow();
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
