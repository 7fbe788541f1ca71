package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.ClientStory.ROOT;
import static dev.rollcall.command.client.ClientStory.refusal;
import static dev.rollcall.command.client.ClientStory.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;

import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.command.client.ClientStory.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeregisterTest {

    private final ClientStory story = new ClientStory();

    @Test
    void makes_the_client_inactive_and_revokes_its_token() {
        ClientView view = view(story.given(Standing.REGISTERED_CLAIMED).when(new Deregister(CLIENT), ROOT));

        assertThat(view.status()).isEqualTo(ClientStatus.DEREGISTERED);
        assertThat(view.active()).isFalse();
        assertThat(view.availableActions()).containsExactly(ClientAction.REREGISTER);
        assertThat(view.token().state()).isEqualTo(TokenState.REVOKED);
        assertThat(view.token().token()).isEqualTo(story.first.id());
        assertThat(view.token().value()).isNull();
        assertThat(view.deregisteredAt()).isNotNull().isEqualTo(view.updatedAt());
        assertThat(view.version()).isEqualTo(2);
        assertThat(view.updatedBy()).isEqualTo("root");
    }

    @Test
    void keeps_what_is_known_of_its_past() {
        ClientView view = view(story.given(Standing.REGISTERED_CLAIMED).when(new Deregister(CLIENT), ROOT));

        assertThat(view.hostName()).isEqualTo("lab-1");
        assertThat(view.registeredAt()).isNotNull();
        assertThat(view.token().claimedAt()).isNotNull();
    }

    @Test
    void destroys_the_value_of_a_token_that_still_waits() {
        story.given(List.of(story.provisioned()))
                .when(new Deregister(CLIENT), ROOT)
                .expectSuccessfulHandlerExecution();

        verify(story.secrets).destroy(story.first.id());
    }

    @Test
    void is_accepted_when_based_on_the_present_version() {
        story.given(Standing.REGISTERED_CLAIMED)
                .when(new Deregister(CLIENT, 1L), ROOT)
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void is_refused_when_based_on_an_old_version() {
        Refusal refusal = refusal(
                story.given(Standing.REGISTERED_CLAIMED).when(new Deregister(CLIENT, 0L), ROOT),
                Rejection.VERSION_MISMATCH);

        assertThat(refusal.currentVersion()).isEqualTo(1);
        assertThat(refusal.changedBy()).isEqualTo("grace");
    }

    @Test
    void is_refused_as_stale_rather_than_repeated() {
        refusal(story.given(Standing.DEREGISTERED).when(new Deregister(CLIENT, 1L), ROOT), Rejection.VERSION_MISMATCH);
    }
}
