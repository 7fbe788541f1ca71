package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.audit.ProjectionView;
import java.time.Duration;
import java.util.UUID;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Test;

class ProcessorsTest {

    private final Node.Installation installation = new Node.Installation();

    static void reset(Node node) {
        StreamingEventProcessor processor = processor(node);
        processor.shutDown();
        processor.resetTokens();
        processor.start();
    }

    private static StreamingEventProcessor processor(Node node) {
        return node.axon()
                .eventProcessingConfiguration()
                .eventProcessor(Processors.VIEWS, StreamingEventProcessor.class)
                .orElseThrow();
    }

    @Test
    void everything_that_keeps_facts_and_tokens_together_is_of_the_right_kind() {
        try (Node node = Node.start(installation)) {
            assertThat(node.get(TransactionManager.class)).isInstanceOf(SpringTransactionManager.class);
            assertThat(node.axon().eventProcessingConfiguration().transactionManager(Processors.VIEWS))
                    .isInstanceOf(SpringTransactionManager.class);
            assertThat(node.axon().eventProcessingConfiguration().tokenStore(Processors.VIEWS))
                    .isInstanceOf(JdbcTokenStore.class)
                    .isSameAs(node.get(TokenStore.class));
            assertThat(processor(node)).isInstanceOf(PooledStreamingEventProcessor.class);
            assertThat(node.axon().eventProcessingConfiguration().listenerInvocationErrorHandler("any other group"))
                    .isInstanceOf(PropagatingErrorHandler.class);
            assertThat(node.axon().eventProcessingConfiguration().errorHandler(Processors.VIEWS))
                    .isInstanceOf(Halts.class);
            assertThat(node.axon().eventProcessingConfiguration().deadLetterQueue("sample"))
                    .containsInstanceOf(Letters.class);
        }
    }

    @Test
    void a_new_projection_starts_on_a_store_that_has_facts() {
        UUID user = installation.created("Ann");
        installation.renamed(user, "Anne");

        try (Node node = Node.start(installation)) {
            node.settle();

            assertThat(installation.view().nameOf(user)).isEqualTo("Anne");
            assertThat(node.standing().state()).isEqualTo(ProjectionView.State.RUNNING);
            assertThat(processor(node).processingStatus()).hasSize(1).allSatisfy((segment, status) -> {
                assertThat(status.isErrorState()).isFalse();
                assertThat(status.isCaughtUp() || !status.isReplaying()).isTrue();
            });
        }
    }

    @Test
    void the_token_of_a_replay_is_read_back_as_it_was_written() {
        Tokens tokens = new Tokens();
        TrackingToken replaying =
                ReplayToken.createReplayToken(new GlobalSequenceTrackingToken(7), new GlobalSequenceTrackingToken(3));

        TrackingToken read = tokens.read(tokens.write(replaying), tokens.type(replaying));

        assertThat(read).isEqualTo(replaying);
    }

    @Test
    void a_reset_projection_applies_everything_again() {
        UUID user = installation.created("Ann");
        installation.renamed(user, "Anne");
        try (Node node = Node.start(installation)) {
            node.settle();
            installation.jdbc().update("delete from view_sample.person");

            reset(node);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> installation.view().nameOf(user).equals("Anne"));

            UUID later = installation.created("Bob");
            node.settle();
            assertThat(installation.view().nameOf(later)).isEqualTo("Bob");
            assertThat(node.standing().state()).isEqualTo(ProjectionView.State.RUNNING);
        }
    }

    @Test
    void a_batch_and_its_token_are_kept_together_or_not_at_all() {
        installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
            var position = node.standing().position();
            installation.jdbc().execute("alter table query.token add constraint stuck check (token is null) not valid");
            installation.created("Bob");

            await().atMost(Duration.ofSeconds(20)).until(() -> node.standing().state() == ProjectionView.State.FAILED);
            assertThat(node.standing().position()).isEqualTo(position);
            assertThat(installation.view().count()).isEqualTo(1);

            installation.jdbc().execute("alter table query.token drop constraint stuck");
            node.settle();
            assertThat(installation.view().count()).isEqualTo(2);
        }
    }

    /** The other way round: what cannot be committed is not seen to have been applied either. */
    @Test
    void a_batch_that_cannot_be_committed_leaves_its_token_where_it_was() {
        installation.created("Ann");
        try (Node node = Node.start(installation)) {
            node.settle();
            var position = node.standing().position();
            installation.jdbc().execute("""
                    create sequence attempt;
                    create function refuse() returns trigger language plpgsql as
                        $$ begin perform nextval('attempt'); raise 'not now'; end $$;
                    create constraint trigger refused after insert on view_sample.person
                    deferrable initially deferred for each row execute function refuse()""");
            installation.created("Bob");

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> installation.jdbc().queryForObject("select is_called from attempt", Boolean.class));
            assertThat(node.standing().position()).isEqualTo(position);
            assertThat(installation.view().count()).isEqualTo(1);

            installation.jdbc().execute("drop function refuse cascade");
            node.settle();
            assertThat(installation.view().count()).isEqualTo(2);
        }
    }

    @Test
    void two_processes_that_start_at_once_share_the_work_and_one_carries_on_alone() throws Exception {
        var starting = java.util.stream.Stream.of(1, 2)
                .map(i -> java.util.concurrent.CompletableFuture.supplyAsync(() -> Node.start(installation)))
                .toList();
        try (Node first = starting.get(0).get();
                Node second = starting.get(1).get()) {
            installation.created("Ann");
            first.settle();
            assertThat(second.standing().lag()).isZero();
            assertThat(second.standing().state()).isEqualTo(ProjectionView.State.RUNNING);
            assertThat(first.standing().state()).isEqualTo(ProjectionView.State.RUNNING);

            first.close();
            installation.created("Bob");
            second.settle();
            assertThat(installation.view().count()).isEqualTo(2);
        }
    }
}
