package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions.Asserted;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RefusedAttemptView;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.HandlerExecutionException;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.GenericQueryMessage;
import org.axonframework.queryhandling.GenericSubscriptionQueryMessage;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryMessage;
import org.axonframework.queryhandling.QueryResponseMessage;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SubscriptionQueryMessage;
import org.axonframework.queryhandling.SubscriptionQueryResult;
import org.axonframework.queryhandling.SubscriptionQueryUpdateMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** That nobody is answered, or told of changes, whose message is not asserted. */
class ProofTest {

    private static final Node.Installation INSTALLATION = new Node.Installation();
    private static final UUID ANN = INSTALLATION.created("Ann");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.start(INSTALLATION);
        node.settle();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static QueryMessage<FindUser, Optional<UserView>> question(Map<String, ?> metaData) {
        return new GenericQueryMessage<>(
                        new FindUser(new UserId(ANN), null), ResponseTypes.optionalInstanceOf(UserView.class))
                .withMetaData(metaData);
    }

    private static void assertForbidden(QueryMessage<?, ?> question) throws Exception {
        QueryResponseMessage<?> answer =
                node.get(QueryBus.class).query(question).get();
        assertThat(answer.isExceptional()).isTrue();
        assertForbidden(answer.exceptionResult());
    }

    private static void assertForbidden(Throwable failure) {
        assertThat(HandlerExecutionException.resolveDetails(failure).map(Refusal.class::cast))
                .get()
                .extracting(Refusal::rejection)
                .isEqualTo(Rejection.FORBIDDEN);
    }

    @Test
    void a_question_is_answered_once_and_only_where_it_is_asserted() throws Exception {
        Map<String, String> admin = Node.ADMINISTRATOR.toMetaData();
        assertForbidden(question(admin));
        QueryMessage<?, ?> asserted = node.asserted(question(admin));
        assertThat(node.get(QueryBus.class).query(asserted).get().isExceptional())
                .isFalse();
        assertForbidden(asserted);
        assertForbidden(question(asserted.getMetaData()));

        assertThat(refused("FindUser"))
                .extracting(RefusedAttemptView::why)
                .containsExactly("assertion_of_another_message", "replayed_assertion", "no_assertion");
    }

    @Test
    void a_command_to_this_room_is_carried_out_only_where_it_is_asserted() {
        assertThatThrownBy(() -> node.get(CommandGateway.class)
                        .sendAndWait(new GenericCommandMessage<>(
                                new RebuildProjection("sample"), Node.ADMINISTRATOR.toMetaData())))
                .satisfies(ProofTest::assertForbidden);
        assertThat(refused("RebuildProjection"))
                .extracting(RefusedAttemptView::why)
                .containsExactly("no_assertion");
    }

    private static List<RefusedAttemptView> refused(String type) {
        return node.get(RefusedAttempts.class)
                .page(new FindRefusedAttempts(null, type, null, null, null, 10))
                .items();
    }

    private static SubscriptionQueryMessage<FindUser, Optional<UserView>, UserView> subscription(Actor actor) {
        return new GenericSubscriptionQueryMessage<>(
                        new FindUser(new UserId(ANN), null),
                        ResponseTypes.optionalInstanceOf(UserView.class),
                        ResponseTypes.instanceOf(UserView.class))
                .withMetaData(new Provenance(actor, Via.API, "test").toMetaData());
    }

    private static SubscriptionQueryResult<
                    QueryResponseMessage<Optional<UserView>>, SubscriptionQueryUpdateMessage<UserView>>
            subscribe(SubscriptionQueryMessage<FindUser, Optional<UserView>, UserView> subscription) {
        return node.get(QueryBus.class).subscriptionQuery(subscription);
    }

    @SuppressWarnings("unchecked")
    private static SubscriptionQueryMessage<FindUser, Optional<UserView>, UserView> asserted(
            SubscriptionQueryMessage<FindUser, Optional<UserView>, UserView> subscription) {
        return (SubscriptionQueryMessage<FindUser, Optional<UserView>, UserView>) node.asserted(subscription);
    }

    @Test
    void who_may_ask_is_told_of_changes_as_well() {
        var subscribed = subscribe(asserted(subscription(Node.ADMINISTRATOR.actor())));
        UserView view = subscribed.initialResult().block(PATIENCE).getPayload().orElseThrow();

        node.get(QueryUpdateEmitter.class).emit(FindUser.class, query -> true, view);

        assertThat(subscribed.updates().blockFirst(PATIENCE).getPayload()).isEqualTo(view);
        subscribed.cancel();
    }

    @Test
    void who_may_not_gets_neither_the_answer_nor_changes() {
        Actor bob = new Actor(
                Actor.Kind.USER, INSTALLATION.created("Bob").toString(), "bob", List.of("QUALITY_MANAGER", "ADMIN"));
        for (var subscription : List.of(subscription(Node.ADMINISTRATOR.actor()), asserted(subscription(bob)))) {
            var subscribed = subscribe(subscription);
            assertForbidden(subscribed.initialResult().block(PATIENCE).exceptionResult());
            assertThatThrownBy(() -> subscribed.updates().blockFirst(PATIENCE)).satisfies(ProofTest::assertForbidden);
        }
        assertThat(node.get(QueryUpdateEmitter.class).activeSubscriptions()).isEmpty();
    }

    @Test
    void the_same_subscription_again_is_refused() {
        var subscription = asserted(subscription(Node.ADMINISTRATOR.actor()));
        var first = subscribe(subscription);
        assertThat(first.initialResult().block(PATIENCE).isExceptional()).isFalse();
        first.cancel();

        var again = subscribe(subscription);
        assertForbidden(again.initialResult().block(PATIENCE).exceptionResult());
        assertThatThrownBy(() -> again.updates().blockFirst(PATIENCE)).satisfies(ProofTest::assertForbidden);
    }

    @Test
    void where_messages_are_routed_a_use_in_one_process_is_one_in_all() {
        TransactionTemplate apart = new TransactionTemplate(node.get(PlatformTransactionManager.class));
        JdbcClient jdbc = JdbcClient.create(node.get(javax.sql.DataSource.class));
        StoredUses here = new StoredUses(jdbc, apart, Clock.systemUTC());
        StoredUses there = new StoredUses(jdbc, apart, Clock.systemUTC());
        Asserted asserted =
                new Asserted(UUID.randomUUID().toString(), Instant.now().plusSeconds(35));
        Asserted over = new Asserted(UUID.randomUUID().toString(), Instant.now().minusSeconds(1));

        assertThat(here.first(over)).isTrue();
        assertThat(here.first(asserted)).isTrue();
        assertThat(there.first(asserted)).isFalse();
        there.giveBack(asserted);
        assertThat(here.first(asserted)).isTrue();
        // the first look of a process sweeps up
        assertThat(new StoredUses(jdbc, apart, Clock.systemUTC()).first(asserted))
                .isFalse();
        assertThat(jdbc.sql("select id from query.used_assertion")
                        .query(String.class)
                        .list())
                .containsExactly(asserted.id());
    }
}
