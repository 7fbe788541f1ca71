package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.audit.FindLags;
import dev.rollcall.api.audit.LagView;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.junit.jupiter.api.Test;

/** How far views were behind, whoever looked and whenever one asks. */
class LagsTest {

    private final Node.Installation installation = new Node.Installation();

    private static List<LagView> lags(Node node) {
        return node.get(Lags.class).answer(new FindLags());
    }

    private static void stopFeeding(Node node) {
        node.axon()
                .eventProcessingConfiguration()
                .eventProcessor(Processors.VIEWS, StreamingEventProcessor.class)
                .orElseThrow()
                .shutDown();
    }

    /** As if everything that was seen had been seen so much earlier. */
    private void later(Duration duration) {
        installation.jdbc().update("update query.lag set at = at - make_interval(secs => ?)", (double)
                duration.toSeconds());
    }

    private void nothingSeen() {
        installation.jdbc().execute("delete from query.lag");
    }

    @Test
    void every_process_tells_what_any_of_them_saw_of_the_last_minutes() {
        try (Node first = Node.start(installation)) {
            installation.created("Ann");
            first.settle();
            try (Node second = Node.start(installation)) {
                stopFeeding(first);
                stopFeeding(second);
                nothingSeen();

                first.get(Lags.class).look();
                later(Duration.ofMinutes(4));
                installation.created("Ben");
                installation.created("Cem");
                second.get(Lags.class).look();

                assertThat(lags(first)).isEqualTo(lags(second)).hasSize(2);
                assertThat(lags(first)).extracting(LagView::facts).containsExactly(0L, 2L);
                assertThat(lags(first).get(0).secondsAgo()).isBetween(240L, 260L);
                assertThat(lags(first).get(1).secondsAgo()).isBetween(0L, 20L);
            }
        }
    }

    @Test
    void it_is_looked_without_anybody_asking_and_what_is_old_is_forgotten() {
        try (Node node = Node.start(installation)) {
            nothingSeen();
            Awaitility.await().atMost(Lags.EVERY.multipliedBy(4)).untilAsserted(() -> assertThat(lags(node))
                    .isNotEmpty());

            later(Lags.KEPT.plusSeconds(20));
            assertThat(lags(node)).isEmpty();
            node.get(Lags.class).look();
            assertThat(installation
                            .jdbc()
                            .queryForObject(
                                    "select count(*) from query.lag where at < now() - interval '10 minutes'",
                                    Long.class))
                    .isZero();
        }
    }

    @Test
    void of_what_is_seen_in_one_moment_the_most_counts_and_nothing_is_seen_of_a_store_that_is_down() {
        try (Node node = Node.start(installation)) {
            node.settle();
            nothingSeen();
            installation.facts.down = true;
            node.get(Lags.class).look();
            assertThat(lags(node)).isEmpty();

            installation.facts.down = false;
            node.get(Lags.class).look();
            installation.jdbc().update("update query.lag set facts = 9");
            node.get(Lags.class).look();
            assertThat(lags(node)).extracting(LagView::facts).contains(9L).allMatch(facts -> facts == 9 || facts == 0);
        }
    }
}
