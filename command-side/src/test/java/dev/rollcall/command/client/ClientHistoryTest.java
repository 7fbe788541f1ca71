package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.ADA;
import static dev.rollcall.command.client.ClientStory.BOB;
import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.StoredStory.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientRenamed;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.ClientReregistered;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.TokenRevealed;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.client.TokenView;
import dev.rollcall.api.user.UserRemoved;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientHistoryTest {

    private static final ClientId OTHER = new ClientId(UUID.fromString("0195a000-0000-7000-8000-00000000c002"));

    private final ClientStory story = new ClientStory();
    private final StoredStory stored = new StoredStory();

    @BeforeEach
    void tell_a_whole_life() {
        stored.append(CLIENT, story.provisioned(at(99)))
                .append(CLIENT, new TokenRevealed(CLIENT, story.first.id()))
                .append(CLIENT, new ClientRegistered(CLIENT, story.first.id(), ClientStory.ADA, "lab-1"))
                .append(CLIENT, new ClientRenamed(CLIENT, "other"))
                .append(CLIENT, new ClientDeregistered(CLIENT))
                .append(CLIENT, new ClientReassigned(CLIENT, BOB, "bob"))
                .append(CLIENT, new ClientReregistered(CLIENT, ClientStory.reference(story.second, null)))
                .append(CLIENT, new ClientReprovisioned(CLIENT, ClientStory.reference(story.third, null)))
                .append(CLIENT, new ClientRemoved(CLIENT));
    }

    private ClientState state(long version) {
        return stored.history.at(CLIENT, version).orElseThrow();
    }

    private ClientView view(long version) {
        return state(version).view();
    }

    private TokenView token(
            Tokens.NewToken token, TokenState state, Instant issuedAt, Instant claimedAt, Instant expiresAt) {
        return new TokenView(token.id(), token.token().hint(), state, issuedAt, claimedAt, expiresAt, null);
    }

    @Test
    void begins_with_the_client_being_provisioned() {
        assertThat(view(0))
                .isEqualTo(new ClientView(
                        CLIENT,
                        ADA,
                        "ada",
                        "probe",
                        ClientType.NORMAL,
                        ClientStatus.PROVISIONED,
                        false,
                        token(story.first, TokenState.ISSUED, at(0), null, at(99)),
                        null,
                        Presence.OFFLINE,
                        ClientStatus.PROVISIONED.availableActions(),
                        0,
                        at(0),
                        null,
                        null,
                        at(0),
                        "actor 0"));
    }

    @Test
    void tells_the_client_as_any_fact_left_it() {
        assertThat(view(2))
                .isEqualTo(new ClientView(
                        CLIENT,
                        ADA,
                        "ada",
                        "probe",
                        ClientType.NORMAL,
                        ClientStatus.REGISTERED,
                        true,
                        token(story.first, TokenState.CLAIMED, at(0), at(2), at(99)),
                        "lab-1",
                        Presence.OFFLINE,
                        ClientStatus.REGISTERED.availableActions(),
                        2,
                        at(0),
                        at(2),
                        null,
                        at(2),
                        "actor 2"));
        assertThat(view(5))
                .isEqualTo(new ClientView(
                        CLIENT,
                        BOB,
                        "bob",
                        "other",
                        ClientType.NORMAL,
                        ClientStatus.DEREGISTERED,
                        false,
                        token(story.first, TokenState.REVOKED, at(0), at(2), at(99)),
                        "lab-1",
                        Presence.OFFLINE,
                        ClientStatus.DEREGISTERED.availableActions(),
                        5,
                        at(0),
                        at(2),
                        at(4),
                        at(5),
                        "actor 5"));
        assertThat(view(7))
                .isEqualTo(new ClientView(
                        CLIENT,
                        BOB,
                        "bob",
                        "other",
                        ClientType.NORMAL,
                        ClientStatus.PROVISIONED,
                        false,
                        token(story.third, TokenState.ISSUED, at(7), null, null),
                        "lab-1",
                        Presence.OFFLINE,
                        ClientStatus.PROVISIONED.availableActions(),
                        7,
                        at(0),
                        at(6),
                        at(4),
                        at(7),
                        "actor 7"));
    }

    @Test
    void knows_which_facts_showed_a_token() {
        assertThat(state(0).tokenShown()).isTrue();
        assertThat(state(1).tokenShown()).isTrue();
        assertThat(state(2).tokenShown()).isFalse();
        assertThat(state(3).tokenShown()).isFalse();
        assertThat(state(4).tokenShown()).isFalse();
        assertThat(state(5).tokenShown()).isFalse();
        assertThat(state(6).tokenShown()).isTrue();
        assertThat(state(7).tokenShown()).isTrue();
        assertThat(state(8).tokenShown()).isFalse();
    }

    @Test
    void ends_with_the_client_being_removed() {
        assertThat(state(7).removed()).isFalse();
        assertThat(state(8).removed()).isTrue();
        assertThat(view(8).token().state()).isEqualTo(TokenState.REVOKED);
        assertThat(stored.history.now(CLIENT))
                .get()
                .extracting(ClientState::version)
                .isEqualTo(8L);
    }

    @Test
    void says_nothing_of_versions_and_clients_there_are_not() {
        assertThat(stored.history.at(CLIENT, 9)).isEmpty();
        assertThat(stored.history.at(CLIENT, -1)).isEmpty();
        assertThat(stored.history.now(OTHER)).isEmpty();
        assertThat(stored.history.at(OTHER, 0)).isEmpty();
    }

    @Test
    void takes_nobody_else_for_a_client() {
        stored.append(OTHER, new UserRemoved(ADA));

        assertThat(stored.history.now(OTHER)).isEmpty();
    }

    @Test
    void does_not_need_to_know_who_acted() {
        stored.store.publish(
                new GenericDomainEventMessage<>("ProvisionedClient", OTHER.toString(), 0, story.provisioned()));

        assertThat(stored.history.now(OTHER))
                .get()
                .extracting(ClientState::updatedBy)
                .isEqualTo("");
    }
}
