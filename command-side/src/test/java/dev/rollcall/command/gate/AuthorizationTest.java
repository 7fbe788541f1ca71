package dev.rollcall.command.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.rollcall.api.Actor;
import dev.rollcall.api.FactsAhead;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.access.RecentUses;
import dev.rollcall.api.access.Uses;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.Heartbeat;
import dev.rollcall.api.client.Register;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.user.CreateFirstAdministrator;
import dev.rollcall.api.user.ProvePasskey;
import dev.rollcall.api.user.SignIn;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.service.ServiceAccounts;
import dev.rollcall.command.user.Actors;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorizationTest {

    private static final UserId ROOT = new UserId(new UUID(1, 1));
    private static final UserId LEAD = new UserId(new UUID(1, 2));
    private static final ServiceAccountId CI = new ServiceAccountId(new UUID(3, 1));
    private static final ClientId CLIENT = new ClientId(new UUID(2, 1));

    private final Actors actors = mock(Actors.class);
    private final ServiceAccounts services = mock(ServiceAccounts.class);
    private final List<Message<?>> recorded = new ArrayList<>();
    private final List<MetaData> passed = new ArrayList<>();
    /** What the store was asked about ahead. */
    private final List<Message<?>> looked = new ArrayList<>();

    private final RefusedAttempts refusedAttempts = new RefusedAttempts() {
        @Override
        public void record(Message<?> attempt, String why) {
            recorded.add(attempt);
            reasons.add(why);
        }

        @Override
        public RefusedAttemptPage page(FindRefusedAttempts query) {
            throw new UnsupportedOperationException("nobody asks here");
        }
    };
    private final List<String> reasons = new ArrayList<>();
    private final Assertions assertions = new Assertions(InstallationKey.random(), Clock.systemUTC(), Map.of());
    private final Uses uses = new RecentUses(Clock.systemUTC());
    private boolean reasonRequired;

    AuthorizationTest() {
        when(actors.acting(any())).thenReturn(Optional.empty());
        when(services.acting(any())).thenReturn(Optional.empty());
        when(services.acting(CI)).thenReturn(Optional.of(service("users:write", "clients:read")));
        when(actors.isAdministrator(ROOT)).thenReturn(true);
        when(actors.acting(ROOT)).thenReturn(Optional.of(actor(ROOT, "root", "QUALITY_MANAGER", "ADMIN")));
        when(actors.acting(LEAD)).thenReturn(Optional.of(actor(LEAD, "lead", "QUALITY_LEAD")));
    }

    @AfterEach
    void nothing_is_left_open() {
        while (org.axonframework.messaging.unitofwork.CurrentUnitOfWork.isStarted()) {
            org.axonframework.messaging.unitofwork.CurrentUnitOfWork.get().rollback();
        }
    }

    static Stream<Object> administrative() {
        return Stream.of(new UnlockUser(LEAD), new RevealToken(CLIENT), new RebuildProjection("users"));
    }

    @ParameterizedTest
    @MethodSource("administrative")
    void an_administrator_passes_as_who_it_is(Object command) {
        Actor liar = new Actor(Actor.Kind.USER, ROOT.toString(), "somebody else", List.of("GOD"));

        send(command, new Provenance(liar, Via.CONSOLE, "why", "c-1", "r", "d").toMetaData());

        assertThat(passed).singleElement().satisfies(said -> assertThat(said)
                .containsEntry(Provenance.ACTOR_KIND, "USER")
                .containsEntry(Provenance.ACTOR_ID, ROOT.toString())
                .containsEntry(Provenance.ACTOR_NAME, "root")
                .containsEntry(Provenance.ACTOR_ROLES, "QUALITY_MANAGER ADMIN")
                .containsEntry(Provenance.VIA, "CONSOLE")
                .containsEntry(Provenance.REASON, "why")
                .containsEntry(Provenance.CORRELATION, "c-1")
                .containsEntry(Provenance.REQUEST, "r")
                .containsEntry(Provenance.REQUEST_DIGEST, "d"));
        assertThat(recorded).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("administrative")
    void who_only_says_to_be_an_administrator_is_refused_and_that_is_recorded(Object command) {
        Actor liar = actor(LEAD, "root", "QUALITY_MANAGER", "ADMIN");

        assertForbidden(command, new Provenance(liar, Via.API, "c-1").toMetaData());

        assertThat(recorded).singleElement().satisfies(said -> assertThat(said.getPayload())
                .isEqualTo(command));
    }

    @Test
    void nobody_services_the_program_and_clients_are_no_administrators() {
        UnlockUser command = new UnlockUser(LEAD);
        String root = ROOT.toString();

        assertForbidden(command, Map.of());
        assertForbidden(command, Map.of(Provenance.ACTOR_KIND, "USER"));
        assertForbidden(command, said(new Actor(Actor.Kind.SERVICE, root, "ci", List.of("QUALITY_MANAGER", "ADMIN"))));
        assertForbidden(command, said(new Actor(Actor.Kind.CLIENT, root, "probe", List.of())));
        assertForbidden(command, said(Actor.SYSTEM));
        assertForbidden(command, said(new Actor(Actor.Kind.USER, "root", "root", List.of())));
        assertForbidden(command, said(actor(new UserId(new UUID(9, 9)), "ghost", "QUALITY_MANAGER", "ADMIN")));
        assertForbidden(command, Map.of(Provenance.ACTOR_KIND, "GOD", Provenance.ACTOR_ID, root));

        assertThat(recorded).hasSize(8);
    }

    @Test
    void a_service_has_what_it_is_permitted_at_this_moment_and_asked_for_and_no_more() {
        send(new UnlockUser(LEAD), said(service("users:write", "clients:write")));
        assertThat(passed).singleElement().satisfies(found -> assertThat(found)
                .containsEntry(Provenance.ACTOR_KIND, "SERVICE")
                .containsEntry(Provenance.ACTOR_NAME, "ci")
                .containsEntry(Provenance.ACTOR_ROLES, "users:write"));

        assertForbidden(new UnlockUser(LEAD), said(service("clients:read")));
        assertForbidden(new Deregister(CLIENT), said(service("users:write", "clients:write")));
        assertForbidden(new UnlockUser(ROOT), said(service("users:write")));
        assertThat(recorded).hasSize(3);
    }

    private static Actor service(String... scopes) {
        return new Actor(Actor.Kind.SERVICE, CI.toString(), "ci", List.of(scopes));
    }

    @Test
    void a_client_proves_itself_by_its_token_and_acts_as_itself() {
        send(new Register(CLIENT, new Sealed("x"), "lab-1"), said(actor(ROOT, "root", "QUALITY_MANAGER", "ADMIN")));
        send(new Heartbeat(CLIENT, Instant.EPOCH), Map.of());

        assertThat(passed).hasSize(2).allSatisfy(said -> assertThat(said)
                .containsEntry(Provenance.ACTOR_KIND, "CLIENT")
                .containsEntry(Provenance.ACTOR_ID, CLIENT.toString())
                .containsEntry(Provenance.ACTOR_ROLES, "")
                .containsEntry(Provenance.VIA, "CLIENT"));
    }

    @Test
    void before_anybody_is_somebody_the_program_itself_acts() {
        send(new SignIn("ada", new Sealed("x"), "192.0.2.1"), said(actor(ROOT, "root", "QUALITY_MANAGER", "ADMIN")));
        send(new CreateFirstAdministrator(ROOT, new Sealed("x")), Map.of());

        assertThat(passed).hasSize(2).allSatisfy(said -> assertThat(said)
                .containsEntry(Provenance.ACTOR_KIND, "SYSTEM")
                .containsEntry(Provenance.ACTOR_NAME, "system")
                .containsEntry(Provenance.VIA, "SYSTEM"));
    }

    @Test
    void a_reason_has_at_most_five_hundred_characters() {
        send(new UnlockUser(LEAD), because("𝒜".repeat(500)));

        assertThatThrownBy(() -> send(new UnlockUser(LEAD), because("x".repeat(501))))
                .isInstanceOfSatisfying(Rejected.class, refused -> assertThat(
                                refused.refusal().errors())
                        .containsExactly(new FieldError("/reason", "too_long", "At most 500 characters are allowed.")));
    }

    @Test
    void where_a_reason_is_required_a_command_without_one_is_refused() {
        reasonRequired = true;

        send(new UnlockUser(LEAD), because("spring cleaning"));
        assertRequired(because(" "));
        assertRequired(said(actor(ROOT, "root")));
    }

    @Test
    void the_program_itself_owes_nobody_a_reason() {
        reasonRequired = true;

        send(new ProvePasskey("session", "192.0.2.1", "{}"), said(Actor.SYSTEM));
        assertThat(passed).hasSize(1);
    }

    private void assertRequired(Map<String, String> metaData) {
        assertThatThrownBy(() -> send(new UnlockUser(LEAD), metaData))
                .isInstanceOfSatisfying(
                        Rejected.class, refused -> assertThat(refused.refusal().errors())
                                .containsExactly(new FieldError("/reason", "required", "Say why.")));
    }

    private void assertForbidden(Object command, Map<String, String> metaData) {
        int before = passed.size();
        assertThatThrownBy(() -> send(command, metaData)).isInstanceOfSatisfying(Rejected.class, refused -> assertThat(
                        refused.refusal().rejection())
                .isEqualTo(Rejection.FORBIDDEN));
        assertThat(passed).hasSize(before);
    }

    private static Map<String, String> because(String reason) {
        return new Provenance(actor(ROOT, "root"), Via.API, reason, "c-1", null, null).toMetaData();
    }

    private static Map<String, String> said(Actor actor) {
        return new Provenance(actor, Via.API, "c-1").toMetaData();
    }

    private static Actor actor(UserId user, String name, String... roles) {
        return new Actor(Actor.Kind.USER, user.toString(), name, List.of(roles));
    }

    private void send(Object command, Map<String, String> metaData) {
        handle(asserted(new GenericCommandMessage<>(command, metaData)));
    }

    private CommandMessage<?> asserted(CommandMessage<?> command) {
        return command.withMetaData(assertions.asserted(new Subject(
                command.getIdentifier(), command.getCommandName(), command.getPayload(), command.getMetaData())));
    }

    private void handle(CommandMessage<?> command) {
        handle(DefaultUnitOfWork.startAndGet(command));
    }

    private void handle(DefaultUnitOfWork<CommandMessage<?>> work) {
        try {
            new Authorization(
                            new Proof(assertions, uses, refusedAttempts),
                            new Outlook(List.of((message, first) -> looked.add(message)), FactsAhead.NOT),
                            new Callers(actors, services),
                            refusedAttempts,
                            reasonRequired)
                    .handle(work, () -> {
                        passed.add(work.getMessage().getMetaData());
                        return "done";
                    });
        } catch (Exception failure) {
            throw (RuntimeException) failure;
        }
    }

    @Test
    void a_message_that_nobody_asserts_is_refused_and_recorded_whoever_it_names() {
        CommandMessage<?> bare = new GenericCommandMessage<>(new UnlockUser(LEAD), said(actor(ROOT, "root")));
        assertForbidden(() -> handle(bare));
        assertForbidden(() -> handle(asserted(bare).andMetaData(Map.of(Provenance.ACTOR_ID, LEAD.toString()))));
        assertForbidden(() -> handle(bare.andMetaData(Map.of(
                Assertions.KEY,
                asserted(new GenericCommandMessage<>(new UnlockUser(ROOT), said(actor(ROOT, "root"))))
                        .getMetaData()
                        .get(Assertions.KEY)))));
        // nobody has to prove who signs in, but that it was sent by a part of the installation
        assertForbidden(() -> handle(new GenericCommandMessage<>(new SignIn("ada", new Sealed("x"), "192.0.2.1"))));

        assertThat(passed).isEmpty();
        assertThat(looked).isEmpty();
        assertThat(reasons)
                .containsExactly(
                        "no_assertion", "assertion_of_another_message", "assertion_of_another_message", "no_assertion");
    }

    @Test
    void a_message_is_handled_once() {
        CommandMessage<?> command =
                asserted(new GenericCommandMessage<>(new UnlockUser(LEAD), said(actor(ROOT, "root"))));
        handle(command);

        assertForbidden(() -> handle(command));
        assertThat(passed).hasSize(1);
        assertThat(reasons).containsExactly("replayed_assertion");
    }

    @Test
    void what_came_to_nothing_may_be_tried_again_and_what_was_answered_may_not() {
        CommandMessage<?> command =
                asserted(new GenericCommandMessage<>(new UnlockUser(LEAD), said(actor(ROOT, "root"))));
        for (RuntimeException nothing : List.of(
                new ConcurrencyException("somebody else was faster"),
                new IllegalStateException("the store is away"),
                new Rejected(Rejection.BUSY))) {
            DefaultUnitOfWork<CommandMessage<?>> work = DefaultUnitOfWork.startAndGet(command);
            handle(work);
            work.rollback(nothing);
        }
        DefaultUnitOfWork<CommandMessage<?>> work = DefaultUnitOfWork.startAndGet(command);
        handle(work);
        work.rollback(new Rejected(Rejection.USER_NOT_FOUND));

        assertForbidden(() -> handle(command));
        assertThat(passed).hasSize(4);
    }

    private static void assertForbidden(ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(Rejected.class, refused -> assertThat(
                        refused.refusal().rejection())
                .isEqualTo(Rejection.FORBIDDEN));
    }
}
