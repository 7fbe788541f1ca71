package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Position;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Scope;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.FindRebuild;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.audit.RefusedAttemptView;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.api.client.TokenReference;
import dev.rollcall.api.service.SecretReference;
import dev.rollcall.api.service.ServiceAccountCreated;
import dev.rollcall.api.service.ServiceAccountDisabled;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceAccountScopesChanged;
import dev.rollcall.api.service.ServiceEvent;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.AdminGranted;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.api.user.UserView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.axonframework.messaging.responsetypes.ResponseType;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.GenericQueryMessage;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryExecutionException;
import org.axonframework.queryhandling.QueryResponseMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Node.Installation INSTALLATION = new Node.Installation();
    private static final UUID ANN = INSTALLATION.created("Ann");
    private static final UUID BOB = INSTALLATION.created("Bob");
    private static final ClientId ANNS = client(ANN);
    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.start(INSTALLATION, "rollcall.query.longest-wait=4s");
        await().atMost(Duration.ofSeconds(20)).until(GateTest::isSettled);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static boolean isSettled() {
        return node.get(Standing.class).answer(new FindProjections()).stream().allMatch(view -> view.lag() == 0);
    }

    private static ClientId client(UUID user) {
        ClientId client = new ClientId(UUID.randomUUID());
        INSTALLATION.record(
                "ProvisionedClient",
                client.value(),
                new ClientProvisioned(
                        client,
                        new UserId(user),
                        "u" + user,
                        "client-" + client,
                        ClientType.NORMAL,
                        new TokenReference(new TokenId(UUID.randomUUID()), "digest", "rc_…abcd", null)));
        return client;
    }

    private static Map<String, String> as(UUID user, String... roles) {
        return new Provenance(new Actor(Actor.Kind.USER, user.toString(), "u", List.of(roles)), Via.API, "test")
                .toMetaData();
    }

    private static <R> R ask(Object question, ResponseType<R> type, Map<String, String> metaData) throws Throwable {
        QueryResponseMessage<R> answer = node.get(QueryBus.class)
                .query(node.asserted(new GenericQueryMessage<>(question, type).andMetaData(metaData)))
                .get();
        if (answer.isExceptional()) {
            throw answer.exceptionResult();
        }
        return answer.getPayload();
    }

    private static void assertRefused(
            Object question, ResponseType<?> type, Map<String, String> metaData, Rejection why) {
        assertThatThrownBy(() -> ask(question, type, metaData))
                .isInstanceOfSatisfying(
                        QueryExecutionException.class, refused -> assertThat(refused.<Refusal>getDetails())
                                .get()
                                .extracting(Refusal::rejection)
                                .isEqualTo(why));
    }

    private static final ResponseType<Optional<UserView>> USER = ResponseTypes.optionalInstanceOf(UserView.class);
    private static final ResponseType<Optional<ClientView>> CLIENT = ResponseTypes.optionalInstanceOf(ClientView.class);
    private static final ResponseType<ClientPage> CLIENTS = ResponseTypes.instanceOf(ClientPage.class);
    private static final ResponseType<List<ProjectionView>> PROJECTIONS =
            ResponseTypes.multipleInstancesOf(ProjectionView.class);

    @Test
    void an_administrator_and_the_program_itself_may_ask_everything() throws Throwable {
        Map<String, String> admin = Node.ADMINISTRATOR.toMetaData();
        assertThat(ask(find(ANN), USER, admin)).isPresent();
        assertThat(ask(new FindClient(ANNS, null), CLIENT, admin)).isPresent();
        assertThat(ask(new FindProjections(), PROJECTIONS, admin))
                .extracting(ProjectionView::name)
                .contains("users", "clients", "history");
        assertThat(ask(
                        new FindProjections(),
                        PROJECTIONS,
                        new Provenance(Actor.SYSTEM, Via.SYSTEM, "test").toMetaData()))
                .isNotEmpty();
    }

    @Test
    void everybody_else_may_ask_about_themselves_and_their_own_clients_only() throws Throwable {
        Map<String, String> ann = as(ANN, "QUALITY_ENGINEER");
        assertThat(ask(find(ANN), USER, ann)).isPresent();
        assertThat(ask(new FindClient(ANNS, null), CLIENT, ann)).isPresent();
        assertThat(ask(clientsOf(ANN), CLIENTS, ann).items()).hasSize(1);

        Map<String, String> bob = as(BOB, "QUALITY_MANAGER");
        assertRefused(find(ANN), USER, bob, Rejection.FORBIDDEN);
        assertRefused(new FindClient(ANNS, null), CLIENT, bob, Rejection.FORBIDDEN);
        assertRefused(new FindClient(new ClientId(UUID.randomUUID()), null), CLIENT, bob, Rejection.FORBIDDEN);
        assertRefused(clientsOf(ANN), CLIENTS, bob, Rejection.FORBIDDEN);
        assertRefused(clientsOf(null), CLIENTS, bob, Rejection.FORBIDDEN);
        assertRefused(
                new FindUsers(null, null, null, null, null, 10, null, false),
                ResponseTypes.instanceOf(UserPage.class),
                bob,
                Rejection.FORBIDDEN);
        assertRefused(facts(), ResponseTypes.instanceOf(FactPage.class), bob, Rejection.FORBIDDEN);
        assertRefused(new FindProjections(), PROJECTIONS, bob, Rejection.FORBIDDEN);
        assertRefused(
                new FindRebuild("users"),
                ResponseTypes.optionalInstanceOf(RebuildView.class),
                bob,
                Rejection.FORBIDDEN);
    }

    @Test
    void who_does_not_say_who_asks_may_ask_nothing() {
        assertRefused(find(ANN), USER, Map.of(), Rejection.FORBIDDEN);
        assertRefused(
                find(ANN), USER, Map.of(Provenance.ACTOR_KIND, "GOD", Provenance.ACTOR_ID, "1"), Rejection.FORBIDDEN);
        assertRefused(
                find(ANN),
                USER,
                new Provenance(
                                new Actor(Actor.Kind.CLIENT, ANN.toString(), "c", List.of("QUALITY_MANAGER", "ADMIN")),
                                Via.CLIENT,
                                "test")
                        .toMetaData(),
                Rejection.FORBIDDEN);
    }

    @Test
    void what_a_message_says_of_roles_is_not_believed_and_a_lock_holds_at_once() throws Throwable {
        UUID eve = INSTALLATION.created("Eve");
        assertRefused(find(ANN), USER, as(eve, "QUALITY_MANAGER", "ADMIN"), Rejection.FORBIDDEN);
        INSTALLATION.record(eve, new PrimaryRoleChanged(new UserId(eve), PrimaryRole.QUALITY_MANAGER));
        INSTALLATION.record(eve, new AdminGranted(new UserId(eve)));
        assertThat(ask(find(ANN), USER, as(eve))).isPresent();
        INSTALLATION.record(eve, new UserLocked(new UserId(eve), 5));
        assertRefused(find(ANN), USER, as(eve, "QUALITY_MANAGER", "ADMIN"), Rejection.FORBIDDEN);
        assertRefused(find(eve), USER, as(eve, "QUALITY_MANAGER", "ADMIN"), Rejection.FORBIDDEN);
        INSTALLATION.record(eve, new UserUnlocked(new UserId(eve)));
        assertThat(ask(find(ANN), USER, as(eve))).isPresent();
        INSTALLATION.record(eve, new AdminDropped(new UserId(eve)));
        assertRefused(find(ANN), USER, as(eve, "QUALITY_MANAGER", "ADMIN"), Rejection.FORBIDDEN);
        assertRefused(find(ANN), USER, as(UUID.randomUUID(), "QUALITY_MANAGER", "ADMIN"), Rejection.FORBIDDEN);
    }

    @Test
    void a_service_may_ask_what_it_is_permitted_at_this_moment() throws Throwable {
        ServiceAccountId ci = new ServiceAccountId(UUID.randomUUID());
        service(new ServiceAccountCreated(
                ci, "ci", List.of(Scope.USERS_READ, Scope.CLIENTS_READ), null, new SecretReference("d", "h")));

        assertThat(ask(find(ANN), USER, as(ci, "users:read"))).isPresent();
        assertThat(ask(new FindClient(ANNS, null), CLIENT, as(ci, "clients:read")))
                .isPresent();
        assertRefused(find(ANN), USER, as(ci, "clients:read"), Rejection.FORBIDDEN);
        assertRefused(find(ANN), USER, as(ci, "QUALITY_MANAGER", "ADMIN"), Rejection.FORBIDDEN);
        assertRefused(facts(), ResponseTypes.instanceOf(FactPage.class), as(ci, "audit:read"), Rejection.FORBIDDEN);
        assertRefused(new FindProjections(), PROJECTIONS, as(ci, "users:read"), Rejection.FORBIDDEN);
        service(new ServiceAccountScopesChanged(ci, List.of(Scope.AUDIT_READ)));
        assertRefused(find(ANN), USER, as(ci, "users:read"), Rejection.FORBIDDEN);
        assertThat(ask(facts(), ResponseTypes.instanceOf(FactPage.class), as(ci, "audit:read"))
                        .items())
                .isNotEmpty();
        service(new ServiceAccountDisabled(ci));
        assertRefused(facts(), ResponseTypes.instanceOf(FactPage.class), as(ci, "audit:read"), Rejection.FORBIDDEN);
        assertRefused(find(ANN), USER, as(ci.value(), "QUALITY_MANAGER", "ADMIN"), Rejection.FORBIDDEN);
    }

    private static void service(ServiceEvent fact) {
        INSTALLATION.record("ServiceAccount", fact.account().value(), fact);
    }

    private static Map<String, String> as(ServiceAccountId account, String... scopes) {
        return new Provenance(
                        new Actor(Actor.Kind.SERVICE, account.toString(), "ci", List.of(scopes)), Via.SERVICE, "test")
                .toMetaData();
    }

    @Test
    void what_is_refused_is_recorded() throws Throwable {
        UUID mal = INSTALLATION.created("Mal");
        assertRefused(find(ANN), USER, as(mal, "QUALITY_LEAD"), Rejection.FORBIDDEN);
        assertRefused(new FindClient(ANNS, null), CLIENT, as(mal), Rejection.FORBIDDEN);
        assertThatThrownBy(() -> node.send(
                        new RebuildProjection("users"),
                        new Provenance(new Actor(Actor.Kind.USER, mal.toString(), "u", List.of()), Via.API, "test")))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> assertThat(refused.refusal().rejection()).isEqualTo(Rejection.FORBIDDEN));

        RefusedAttemptPage first = refused(mal, null);
        RefusedAttemptPage second = refused(mal, first.nextCursor());

        assertThat(first.items())
                .extracting(RefusedAttemptView::type)
                .containsExactly("RebuildProjection", "FindClient");
        assertThat(second.items()).singleElement().satisfies(view -> {
            assertThat(view.type()).isEqualTo("FindUser");
            assertThat(view.subject()).isEqualTo(ANN.toString());
            assertThat(view.actor())
                    .isEqualTo(new Actor(Actor.Kind.USER, mal.toString(), "u", List.of("QUALITY_LEAD")));
            assertThat(view.why()).isEqualTo("not_permitted");
        });
        assertThat(second.nextCursor()).isNull();
    }

    private static RefusedAttemptPage refused(UUID actor, String after) throws Throwable {
        QueryResponseMessage<RefusedAttemptPage> answer = node.get(QueryBus.class)
                .query(node.asserted(new GenericQueryMessage<>(
                                new FindRefusedAttempts(actor.toString(), null, null, null, after, 2),
                                FindRefusedAttempts.OF_WHAT_REMEMBERS,
                                ResponseTypes.instanceOf(RefusedAttemptPage.class))
                        .andMetaData(Node.ADMINISTRATOR.toMetaData())))
                .get();
        if (answer.isExceptional()) {
            throw answer.exceptionResult();
        }
        return answer.getPayload();
    }

    @Test
    void a_query_waits_until_the_view_has_come_so_far() throws Throwable {
        Map<String, String> metaData = new HashMap<>(Node.ADMINISTRATOR.toMetaData());
        UUID late = UUID.randomUUID();
        Position wanted = Places.position(INSTALLATION.facts.createHeadToken())
                .map(head -> Position.of(head.parts().get(0) + 1))
                .orElseThrow();
        metaData.put(Provenance.POSITION, wanted.toString());

        CompletableFuture<Optional<UserView>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return ask(find(late), USER, metaData);
            } catch (Throwable failure) {
                throw new IllegalStateException(failure);
            }
        });
        Thread.sleep(200);
        assertThat(answer).isNotDone();
        INSTALLATION.created(late, "Late");

        assertThat(answer.get()).get().extracting(UserView::firstName).isEqualTo("Late");
    }

    @Test
    void a_view_that_stays_behind_is_said_to_be_so_after_the_longest_wait() {
        Map<String, String> metaData = new HashMap<>(Node.ADMINISTRATOR.toMetaData());
        metaData.put(Provenance.POSITION, "1000000");
        long start = System.nanoTime();

        assertRefused(find(ANN), USER, metaData, Rejection.VIEW_BEHIND);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(3_900), Duration.ofMillis(8_000));
    }

    @Test
    void a_position_that_is_none_is_refused_at_once() {
        Map<String, String> metaData = new HashMap<>(Node.ADMINISTRATOR.toMetaData());
        metaData.put(Provenance.POSITION, "soon");

        assertRefused(find(ANN), USER, metaData, Rejection.INVALID_VALUES);
    }

    @Test
    void many_that_wait_leave_the_database_to_those_that_work() throws Exception {
        Map<String, String> metaData = new HashMap<>(Node.ADMINISTRATOR.toMetaData());
        metaData.put(Provenance.POSITION, "1000000");
        List<CompletableFuture<Void>> waiting = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> assertRefused(find(ANN), USER, metaData, Rejection.VIEW_BEHIND),
                        work -> new Thread(work).start()))
                .toList();
        Thread.sleep(300);

        INSTALLATION.created("Meanwhile");
        await().atMost(Duration.ofMillis(3_500)).until(GateTest::isSettled);

        for (CompletableFuture<Void> each : waiting) {
            each.get();
        }
    }

    @Test
    void a_process_that_does_not_feed_the_view_sees_it_move_on_as_well() throws Exception {
        try (Node other = Node.start(INSTALLATION)) {
            Position wanted = Places.position(INSTALLATION.facts.createHeadToken())
                    .map(head -> Position.of(head.parts().get(0) + 1))
                    .orElseThrow();
            CompletableFuture<Boolean> here = reached(node, wanted);
            CompletableFuture<Boolean> there = reached(other, wanted);
            Thread.sleep(100);
            INSTALLATION.created("Both");

            assertThat(here.get()).isTrue();
            assertThat(there.get()).isTrue();
        }
    }

    private static CompletableFuture<Boolean> reached(Node at, Position wanted)
            throws InterruptedException, ExecutionException {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return at.get(Waiting.class).until(wanted, Duration.ofSeconds(10));
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
    }

    private static FindUser find(UUID user) {
        return new FindUser(new UserId(user), null);
    }

    private static FindClients clientsOf(UUID user) {
        return new FindClients(null, null, null, user == null ? null : new UserId(user), null, 10, null, false);
    }

    private static FindFacts facts() {
        return new FindFacts(null, null, null, null, null, null, true, 10, null);
    }
}
