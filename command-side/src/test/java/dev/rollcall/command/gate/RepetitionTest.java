package dev.rollcall.command.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Position;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.claim.RequestAccepted;
import dev.rollcall.api.claim.ValueReleased;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.client.TokenView;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import dev.rollcall.command.Stage;
import dev.rollcall.command.StageClock;
import dev.rollcall.command.claim.Requests;
import dev.rollcall.command.service.ServiceAccounts;
import dev.rollcall.command.user.Clients;
import dev.rollcall.command.user.PastUsers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;

class RepetitionTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");
    private static final UserId ADA = new UserId(new UUID(1, 1));
    private static final ClientId FIRST = new ClientId(new UUID(2, 1));
    private static final ClientId SECOND = new ClientId(new UUID(2, 2));
    private static final Map<String, String> ONCE = Map.of(Provenance.REQUEST, "r", Provenance.REQUEST_DIGEST, "d");

    private final StageClock clock = new StageClock(BEGIN);
    private final EventStore store = Stage.store();
    private final Requests requests = mock(Requests.class);
    private final PastUsers users = mock(PastUsers.class);
    private final Clients clients = mock(Clients.class);
    private final ServiceAccounts services = mock(ServiceAccounts.class);
    private final Repetition repetition =
            new Repetition(requests, new FirstAnswers(users, clients, services), new Positions(store), store, clock);
    private int done;

    RepetitionTest() {
        when(requests.earlier(any())).thenReturn(Optional.empty());
        store.publish(fact());
        store.publish(fact());
    }

    @Test
    void what_has_facts_is_stored_with_its_request_and_says_where_they_are() {
        Accepted answer = accepted(ONCE, () -> {
            store.publish(fact());
            return Accepted.user(user(4), List.of(client(FIRST, 7), client(SECOND, 8)));
        });

        verify(requests)
                .accept(new RequestAccepted(
                        "r",
                        "d",
                        4,
                        List.of(
                                new RequestAccepted.Touched(RequestAccepted.Kind.USER, ADA.toString(), 4),
                                new RequestAccepted.Touched(RequestAccepted.Kind.CLIENT, FIRST.toString(), 7),
                                new RequestAccepted.Touched(RequestAccepted.Kind.CLIENT, SECOND.toString(), 8))));
        assertThat(answer.position()).isEqualTo(Position.of(2L));
    }

    @Test
    void a_request_is_stored_by_the_unit_of_work_of_its_facts() {
        List<Object> deciding = new ArrayList<>();
        List<Object> storing = new ArrayList<>();
        doAnswer(call -> storing.addAll(now())).when(requests).accept(any());

        accepted(ONCE, () -> {
            store.publish(fact());
            deciding.addAll(now());
            return Accepted.user(user(4), List.of());
        });

        assertThat(storing).isEqualTo(deciding).hasSize(2);
    }

    private static List<Object> now() {
        return List.of(CurrentUnitOfWork.get().root(), CurrentUnitOfWork.get().phase());
    }

    @Test
    void the_stores_own_word_on_where_they_are_goes_before_its_head() {
        Accepted answer = accepted(Map.of(), () -> {
            store.publish(fact());
            CurrentUnitOfWork.get().root().resources().put("dev.rollcall.position", Position.of(1L, 9L, 3L));
            return Accepted.removed(1);
        });

        assertThat(answer.position()).isEqualTo(Position.of(1L, 9L, 3L));
    }

    @Test
    void what_has_no_facts_is_not_stored_and_has_no_position() {
        Accepted answer = accepted(ONCE, () -> Accepted.user(user(4), List.of()));

        verify(requests, never()).accept(any());
        assertThat(answer.position()).isNull();
    }

    @Test
    void without_a_key_nothing_is_stored_of_the_request() {
        Accepted answer = accepted(Map.of(), () -> {
            store.publish(fact());
            return Accepted.removed(1);
        });

        verify(requests, never()).earlier(any());
        verify(requests, never()).accept(any());
        assertThat(answer.position()).isNotNull();
    }

    @Test
    void any_other_answer_passes_as_it_is() {
        Object answer = handle(ONCE, () -> {
                    store.publish(fact());
                    return "something else";
                })
                .getPayload();

        assertThat(answer).isEqualTo("something else");
        verify(requests, never()).accept(any());
    }

    @Test
    void a_repeated_request_is_answered_from_the_facts_and_not_done() {
        earlier(
                "d",
                List.of(touched(RequestAccepted.Kind.USER, ADA, 4), touched(RequestAccepted.Kind.CLIENT, FIRST, 7)));
        when(users.at(ADA, 4, BEGIN)).thenReturn(Optional.of(user(4)));
        when(clients.at(FIRST, 7)).thenReturn(Optional.of(client(FIRST, 7)));
        clock.move(Duration.ofHours(24).minusMillis(1));

        Accepted answer = accepted(ONCE, this::mustNotHappen);

        assertThat(answer.user()).isEqualTo(user(4));
        assertThat(answer.clients()).containsExactly(client(FIRST, 7));
        assertThat(answer.version()).isEqualTo(4);
        assertThat(answer.position()).isEqualTo(Position.of(1L));
        assertThat(done).isZero();
    }

    @Test
    void a_repeated_command_to_a_client_answers_that_client() {
        earlier("d", List.of(touched(RequestAccepted.Kind.CLIENT, FIRST, 7)));
        when(clients.at(FIRST, 7)).thenReturn(Optional.of(client(FIRST, 7)));

        Accepted answer = accepted(ONCE, this::mustNotHappen);

        assertThat(answer.user()).isNull();
        assertThat(answer.clients()).containsExactly(client(FIRST, 7));
        assertThat(answer.version()).isEqualTo(7);
    }

    @Test
    void a_repeated_removal_answers_the_last_version() {
        earlier("d", List.of());

        Accepted answer = accepted(ONCE, this::mustNotHappen);

        assertThat(answer.user()).isNull();
        assertThat(answer.clients()).isEmpty();
        assertThat(answer.version()).isEqualTo(3);
    }

    @Test
    void what_no_facts_lead_to_is_a_fault() {
        earlier("d", List.of(touched(RequestAccepted.Kind.USER, ADA, 4)));
        when(users.at(any(), org.mockito.ArgumentMatchers.anyLong(), any())).thenReturn(Optional.empty());

        assertThat(handle(ONCE, this::mustNotHappen).exceptionResult()).isInstanceOf(IllegalStateException.class);

        earlier("d", List.of(touched(RequestAccepted.Kind.CLIENT, FIRST, 4)));
        when(clients.at(any(), org.mockito.ArgumentMatchers.anyLong())).thenReturn(Optional.empty());
        assertThat(handle(ONCE, this::mustNotHappen).exceptionResult()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_same_key_for_something_else_is_refused() {
        earlier("another digest", List.of());

        assertThat(((Rejected) handle(ONCE, this::mustNotHappen).exceptionResult())
                        .refusal()
                        .rejection())
                .isEqualTo(Rejection.IDEMPOTENCY_KEY_REUSED);
        assertThat(done).isZero();
    }

    @Test
    void after_a_day_a_key_is_new() {
        earlier("another digest", List.of());
        clock.move(Duration.ofHours(24));

        accepted(ONCE, () -> {
            done++;
            store.publish(fact());
            return Accepted.removed(9);
        });

        assertThat(done).isEqualTo(1);
        verify(requests).accept(new RequestAccepted("r", "d", 9, List.of()));
    }

    @Test
    void a_refused_command_leaves_nothing_of_its_request() {
        assertThatThrownBy(() -> accepted(ONCE, () -> {
                    throw new Rejected(Rejection.EMAIL_TAKEN);
                }))
                .isInstanceOf(Rejected.class);

        verify(requests, never()).accept(any());
    }

    @Test
    void what_is_refused_because_the_same_request_was_done_meanwhile_is_tried_again() {
        when(requests.isAccepted("r")).thenReturn(true);
        Callable<Object> refused = () -> {
            throw new Rejected(Rejection.USERNAME_TAKEN);
        };

        assertThat(handle(ONCE, refused).exceptionResult())
                .isInstanceOf(ConcurrencyException.class)
                .hasCauseInstanceOf(Rejected.class);
        assertThat(handle(Map.of(), refused).exceptionResult()).isInstanceOf(Rejected.class);

        // accepted long ago, and so nothing that happened meanwhile
        earlier("d", List.of());
        clock.move(Duration.ofHours(24));
        assertThat(handle(ONCE, refused).exceptionResult()).isInstanceOf(Rejected.class);
    }

    @Test
    void a_store_that_cannot_say_how_far_it_is_fails_nothing_that_is_stored() {
        EventStore silent = mock(EventStore.class);
        when(silent.createHeadToken()).thenThrow(new IllegalStateException("unreachable"));

        assertThat(new Positions(silent).head()).isEmpty();
        org.mockito.Mockito.doReturn(null).when(silent).createHeadToken();
        assertThat(new Positions(silent).head()).isEmpty();
    }

    @Test
    void a_token_that_knows_its_place_is_asked_for_it() {
        interface Placed extends org.axonframework.eventhandling.TrackingToken, dev.rollcall.api.Positioned {}
        Placed token = mock(Placed.class);
        when(token.place()).thenReturn(Position.of(1L, 2L, 3L));
        EventStore placing = mock(EventStore.class);
        when(placing.createHeadToken()).thenReturn(token);

        assertThat(new Positions(placing).head()).contains(Position.of(1L, 2L, 3L));
    }

    private Object mustNotHappen() {
        done++;
        return Accepted.removed(0);
    }

    private void earlier(String digest, List<RequestAccepted.Touched> touched) {
        when(requests.earlier("r"))
                .thenReturn(Optional.of(new Requests.Earlier(new RequestAccepted("r", digest, 3, touched), BEGIN)));
    }

    private static RequestAccepted.Touched touched(RequestAccepted.Kind kind, Object id, long version) {
        return new RequestAccepted.Touched(kind, id.toString(), version);
    }

    private Accepted accepted(Map<String, String> metaData, Callable<Object> decision) {
        ResultMessage<Object> result = handle(metaData, decision);
        if (result.isExceptional()) {
            throw (RuntimeException) result.exceptionResult();
        }
        return (Accepted) result.getPayload();
    }

    private ResultMessage<Object> handle(Map<String, String> metaData, Callable<Object> decision) {
        DefaultUnitOfWork<CommandMessage<?>> work =
                DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>(new UnlockUser(ADA), metaData));
        return work.executeWithResult(
                () -> repetition.handle(work, decision::call), RollbackConfigurationType.ANY_THROWABLE);
    }

    private static GenericDomainEventMessage<?> fact() {
        return new GenericDomainEventMessage<>("Claim", UUID.randomUUID().toString(), 0, new ValueReleased("x"));
    }

    private static UserView user(long version) {
        return new UserView(
                ADA,
                "ada",
                SignInConfiguration.DEFAULT,
                "ada@example.org",
                "Ada",
                "Lovelace",
                PrimaryRole.QUALITY_ENGINEER,
                null,
                false,
                false,
                0,
                version,
                BEGIN,
                BEGIN,
                "root");
    }

    private static ClientView client(ClientId id, long version) {
        return new ClientView(
                id,
                ADA,
                "ada",
                "probe",
                ClientType.NORMAL,
                ClientStatus.PROVISIONED,
                false,
                new TokenView(new TokenId(new UUID(3, 3)), "hint", TokenState.ISSUED, BEGIN, null, null, null),
                null,
                Presence.OFFLINE,
                List.of(),
                version,
                BEGIN,
                null,
                null,
                BEGIN,
                "root");
    }
}
