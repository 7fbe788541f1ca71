package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Actor;
import dev.rollcall.api.NodeName;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FindNodes;
import dev.rollcall.api.audit.NodeView;
import dev.rollcall.api.audit.ReportNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.junit.jupiter.api.Test;

/** Two processes on one database, of which one feeds the views. */
class NodesTest {

    private static final String COMMAND_ONLY = "a process that only decides";

    private final Node.Installation installation = new Node.Installation();

    private static List<NodeView> nodes(Node node) {
        return node.get(Nodes.class).answer(new FindNodes());
    }

    private static String name(Node node) {
        return node.get(NodeName.class).text();
    }

    private static void report(Node over, String name, Duration up, boolean ends) {
        ReportNode report = new ReportNode(name, "box", 17, List.of("command", "query"), null, up.toMillis(), ends);
        over.get(Nodes.class).decide(report);
    }

    private void silentFor(String name, Duration duration) {
        assertThat(installation
                        .jdbc()
                        .update(
                                "update query.node set seen_at = now() - make_interval(secs => ?) where name = ?",
                                (double) duration.toSeconds(),
                                name))
                .isEqualTo(1);
    }

    @Test
    void every_process_is_known_to_every_other_one_and_one_of_them_feeds_the_views() {
        try (Node first = Node.start(installation)) {
            installation.created("Ann");
            first.settle();
            try (Node second = Node.start(installation)) {
                report(first, name(first), Duration.ofHours(2), false);
                report(second, name(second), Duration.ofMinutes(1), false);
                report(second, COMMAND_ONLY, Duration.ofSeconds(5), false);

                assertThat(nodes(first))
                        .usingRecursiveComparison()
                        .ignoringFields("silentSeconds")
                        .isEqualTo(nodes(second));
                assertThat(nodes(first))
                        .extracting(NodeView::node)
                        .containsExactly(name(first), name(second), COMMAND_ONLY);
                assertThat(nodes(first)).extracting(NodeView::feeding).containsExactly(true, false, false);
                assertThat(nodes(first)).noneMatch(NodeView::gone);
                assertThat(nodes(first).get(0)).satisfies(view -> {
                    assertThat(view.host()).isEqualTo("box");
                    assertThat(view.processId()).isEqualTo(17);
                    assertThat(view.roles()).containsExactly("command", "query");
                    assertThat(view.startedAt())
                            .isBetween(
                                    Instant.now().minus(Duration.ofMinutes(121)),
                                    Instant.now().minus(Duration.ofMinutes(119)));
                });
            }
        }
    }

    @Test
    void whoever_ends_says_so_and_whoever_does_not_is_gone_after_a_few_missed_signs() {
        try (Node node = Node.start(installation)) {
            report(node, "clean", Duration.ZERO, false);
            report(node, "killed", Duration.ZERO, false);
            report(node, "clean", Duration.ZERO, true);
            assertThat(nodes(node)).singleElement().satisfies(view -> assertThat(view.gone())
                    .isFalse());

            silentFor("killed", Nodes.SILENT.plusSeconds(3));
            assertThat(nodes(node)).singleElement().satisfies(view -> {
                assertThat(view.node()).isEqualTo("killed");
                assertThat(view.gone()).isTrue();
                assertThat(view.silentSeconds()).isBetween(23L, 60L);
            });

            // it only was slow
            report(node, "killed", Duration.ofMinutes(1), false);
            assertThat(nodes(node)).singleElement().satisfies(view -> assertThat(view.gone())
                    .isFalse());

            silentFor("killed", Nodes.REMEMBERED.plusSeconds(1));
            report(node, "another", Duration.ZERO, false);
            assertThat(nodes(node)).extracting(NodeView::node).containsExactly("another");
        }
    }

    @Test
    void only_the_program_itself_says_which_processes_there_are() throws Exception {
        try (Node node = Node.start(installation)) {
            Provenance administrator = new Provenance(
                    new Actor(Actor.Kind.USER, Node.ADMINISTRATOR.actor().id(), "admin", List.of()), Via.API, "test");
            assertThat(sent(node, administrator).isExceptional()).isTrue();
            assertThat(nodes(node)).isEmpty();

            assertThat(sent(node, new Provenance(Actor.SYSTEM, Via.SYSTEM, "test"))
                            .isExceptional())
                    .isFalse();
            assertThat(nodes(node)).hasSize(1);
        }
    }

    private static org.axonframework.commandhandling.CommandResultMessage<?> sent(Node node, Provenance as)
            throws ExecutionException, InterruptedException {
        FutureCallback<ReportNode, Object> answer = new FutureCallback<>();
        node.axon()
                .commandBus()
                .dispatch(
                        node.asserted(new GenericCommandMessage<>(
                                new ReportNode("n", "box", 1, List.of("web"), "1.0", 0, false), as.toMetaData())),
                        answer);
        return answer.get();
    }
}
