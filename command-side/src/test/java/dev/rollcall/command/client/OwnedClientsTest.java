package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.ADA;
import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.StoredStory.at;
import static dev.rollcall.command.client.StoredStory.decide;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientRenamed;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.TokenRevealed;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.command.claim.ClaimKind;
import dev.rollcall.command.engine.Aggregates;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.annotation.ClasspathHandlerDefinition;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnedClientsTest {

    private static final ClientId SECOND = new ClientId(UUID.fromString("0195a000-0000-7000-8000-00000000c002"));
    private static final ClientId NOBODY = new ClientId(UUID.fromString("0195a000-0000-7000-8000-00000000c00f"));

    private final ClientStory story = new ClientStory();
    private final StoredStory stored = new StoredStory();
    private final OwnedClients clients = new OwnedClients(
            new Aggregates(
                            stored.store,
                            ClasspathParameterResolverFactory.forClass(ProvisionedClient.class),
                            ClasspathHandlerDefinition.forClass(ProvisionedClient.class),
                            Duration.ofSeconds(3))
                    .oneAtATime(ProvisionedClient.class),
            stored.history,
            story.claims,
            story.rosters,
            new TokenIssuer(client -> story.next.remove(), story.secrets, story.key, story.clock, null),
            story.clock);

    @BeforeEach
    void provision_two_clients() {
        stored.append(CLIENT, story.provisioned())
                .append(
                        SECOND,
                        new ClientProvisioned(
                                SECOND,
                                ADA,
                                "ada",
                                "second",
                                ClientType.NORMAL,
                                ClientStory.reference(story.second, null)));
    }

    private List<? extends DomainEventMessage<?>> factsOf(ClientId client) {
        return stored.store.readEvents(client.toString()).asStream().skip(1).toList();
    }

    private static void refuses(Rejection rejection, ThrowingCallable wish) {
        assertThatThrownBy(wish).isInstanceOfSatisfying(Rejected.class, refused -> assertThat(refused.refusal())
                .isEqualTo(new Refusal(rejection)));
    }

    @Test
    void acts_on_a_client_with_the_reason_of_the_step() {
        ClientView view = decide(() -> clients.act(CLIENT, ClientAction.DEREGISTER, "stolen"));

        assertThat(view.status()).isEqualTo(ClientStatus.DEREGISTERED);
        assertThat(view.version()).isEqualTo(1);
        assertThat(factsOf(CLIENT)).singleElement().satisfies(fact -> {
            assertThat(fact.getPayload()).isEqualTo(new ClientDeregistered(CLIENT));
            assertThat(fact.getMetaData()).containsEntry(Provenance.REASON, "stolen");
        });
        assertThat(factsOf(SECOND)).isEmpty();
        verify(story.secrets).destroy(story.first.id());
    }

    @Test
    void takes_the_reason_of_the_whole_where_a_step_has_none() {
        decide(() -> clients.act(CLIENT, ClientAction.DEREGISTER, null));

        assertThat(factsOf(CLIENT).get(0).getMetaData()).containsEntry(Provenance.REASON, "all of it");
    }

    @Test
    void answers_a_step_that_issues_a_token_with_its_value() {
        ClientView view = decide(() -> clients.act(CLIENT, ClientAction.REPROVISION, "worn out"));

        assertThat(story.value(view)).isEqualTo(story.third.token().clear());
        assertThat(view.token().state()).isEqualTo(TokenState.ISSUED);
        assertThat(factsOf(CLIENT).get(0).getMetaData()).containsEntry(Provenance.REASON, "worn out");
    }

    @Test
    void takes_several_steps_with_one_client() {
        ClientView view = decide(() -> {
            clients.act(CLIENT, ClientAction.DEREGISTER, null);
            return clients.act(CLIENT, ClientAction.REREGISTER, "back again");
        });

        assertThat(view.status()).isEqualTo(ClientStatus.REGISTERED);
        assertThat(view.version()).isEqualTo(2);
        assertThat(story.value(view)).isEqualTo(story.third.token().clear());
        assertThat(factsOf(CLIENT))
                .extracting(fact -> fact.getMetaData().get(Provenance.REASON))
                .containsExactly("all of it", "back again");
    }

    @Test
    void refuses_what_the_command_would_refuse_and_leaves_nothing_of_the_rest() {
        refuses(
                Rejection.CLIENT_NOT_DEREGISTERED,
                () -> decide(() -> {
                    clients.act(CLIENT, ClientAction.DEREGISTER, null);
                    return clients.act(SECOND, ClientAction.REREGISTER, null);
                }));

        assertThat(factsOf(CLIENT)).isEmpty();
        verify(story.secrets, never()).destroy(any());
    }

    @Test
    void refuses_to_act_on_clients_there_are_not() {
        refuses(Rejection.CLIENT_NOT_FOUND, () -> decide(() -> clients.act(NOBODY, ClientAction.DEREGISTER, null)));
        stored.append(CLIENT, new ClientRemoved(CLIENT));
        refuses(Rejection.CLIENT_NOT_FOUND, () -> decide(() -> clients.act(CLIENT, ClientAction.DEREGISTER, null)));
    }

    @Test
    void removes_all_of_a_user() {
        decide(() -> {
            clients.removeAll(List.of(CLIENT, SECOND));
            return "";
        });

        assertThat(factsOf(CLIENT))
                .extracting(DomainEventMessage::getPayload)
                .isEqualTo(List.of(new ClientRemoved(CLIENT)));
        assertThat(factsOf(SECOND))
                .extracting(DomainEventMessage::getPayload)
                .isEqualTo(List.of(new ClientRemoved(SECOND)));
        verify(story.claims).release(ClaimKind.CLIENT_NAME, "probe");
        verify(story.claims).release(ClaimKind.CLIENT_NAME, "second");
        verify(story.rosters).discharge(ADA, CLIENT);
        verify(story.rosters).discharge(ADA, SECOND);
        verify(story.secrets).destroy(story.first.id());
        verify(story.secrets).destroy(story.second.id());
        verifyNoMoreInteractions(story.claims, story.rosters, story.secrets);
    }

    @Test
    void has_nothing_to_remove_where_a_client_is_gone_already() {
        stored.append(CLIENT, new ClientRemoved(CLIENT));

        decide(() -> {
            clients.removeAll(List.of(CLIENT));
            return "";
        });

        assertThat(factsOf(CLIENT)).hasSize(1);
        verifyNoInteractions(story.claims, story.rosters, story.secrets);
    }

    @Test
    void repeats_an_answer_with_the_value_of_a_token_that_still_waits() {
        story.secretOf(story.first);
        stored.append(CLIENT, new ClientRenamed(CLIENT, "other"));

        ClientView view = clients.at(CLIENT, 0).orElseThrow();

        assertThat(view.name()).isEqualTo("probe");
        assertThat(view.version()).isZero();
        assertThat(story.value(view)).isEqualTo(story.first.token().clear());
    }

    @Test
    void repeats_the_answer_that_revealed_a_token() {
        story.secretOf(story.first);
        stored.append(CLIENT, new TokenRevealed(CLIENT, story.first.id()));

        assertThat(story.value(clients.at(CLIENT, 1).orElseThrow()))
                .isEqualTo(story.first.token().clear());
    }

    @Test
    void repeats_without_a_value_an_answer_that_had_none() {
        story.secretOf(story.first);
        stored.append(CLIENT, new ClientRenamed(CLIENT, "other"));

        ClientView view = clients.at(CLIENT, 1).orElseThrow();

        assertThat(view.name()).isEqualTo("other");
        assertThat(view.token().value()).isNull();
        verifyNoInteractions(story.secrets);
    }

    @Test
    void repeats_without_a_value_what_was_claimed_since() {
        story.secretOf(story.first);
        stored.append(CLIENT, story.registered());

        ClientView view = clients.at(CLIENT, 0).orElseThrow();

        assertThat(view.status()).isEqualTo(ClientStatus.PROVISIONED);
        assertThat(view.token().state()).isEqualTo(TokenState.ISSUED);
        assertThat(view.token().value()).isNull();
    }

    @Test
    void repeats_without_a_value_what_was_replaced_since() {
        story.secretOf(story.second);
        stored.append(CLIENT, new ClientDeregistered(CLIENT)).append(CLIENT, story.reregistered());

        assertThat(clients.at(CLIENT, 0).orElseThrow().token().value()).isNull();
        assertThat(story.value(clients.at(CLIENT, 2).orElseThrow()))
                .isEqualTo(story.second.token().clear());
    }

    @Test
    void repeats_without_a_value_what_expired_since() {
        ClientId third = new ClientId(UUID.fromString("0195a000-0000-7000-8000-00000000c003"));
        story.secretOf(story.third);
        stored.append(
                third,
                new ClientProvisioned(
                        third, ADA, "ada", "third", ClientType.NORMAL, ClientStory.reference(story.third, at(3))));
        assertThat(clients.at(third, 0).orElseThrow().token().value()).isNotNull();

        story.clock.moveTo(at(3));

        assertThat(clients.at(third, 0).orElseThrow().token().value()).isNull();
    }

    @Test
    void repeats_nothing_that_never_was() {
        assertThat(clients.at(NOBODY, 0)).isEmpty();
        assertThat(clients.at(CLIENT, 1)).isEmpty();
    }
}
