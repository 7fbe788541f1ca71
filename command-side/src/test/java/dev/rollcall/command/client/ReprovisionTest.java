package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.ClientStory.ROOT;
import static dev.rollcall.command.client.ClientStory.payloads;
import static dev.rollcall.command.client.ClientStory.refusal;
import static dev.rollcall.command.client.ClientStory.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.command.client.ClientStory.Standing;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class ReprovisionTest {

    private final ClientStory story = new ClientStory();

    @Test
    void replaces_the_token_and_makes_the_client_ready_to_register() {
        ResultValidator<ProvisionedClient> result =
                story.given(Standing.REGISTERED_CLAIMED).when(new Reprovision(CLIENT), ROOT);

        assertThat(payloads(result))
                .containsExactly(new ClientReprovisioned(CLIENT, ClientStory.reference(story.third, null)));
        ClientView view = view(result);
        assertThat(view.status()).isEqualTo(ClientStatus.PROVISIONED);
        assertThat(view.active()).isFalse();
        assertThat(view.token().token()).isEqualTo(story.third.id());
        assertThat(view.token().state()).isEqualTo(TokenState.ISSUED);
        assertThat(view.registeredAt()).isNotNull();
        assertThat(story.value(view)).isEqualTo(story.third.token().clear());
    }

    @Test
    void destroys_the_old_value_only_after_the_new_one_is_kept() {
        story.given(Standing.REGISTERED_ISSUED)
                .when(new Reprovision(CLIENT), ROOT)
                .expectSuccessfulHandlerExecution();

        InOrder order = inOrder(story.secrets);
        order.verify(story.secrets).keep(any(), any(), any());
        order.verify(story.secrets).destroy(story.second.id());
        order.verifyNoMoreInteractions();
    }

    @Test
    void names_the_way_back_where_the_client_is_deregistered() {
        assertThat(refusal(
                                story.given(Standing.DEREGISTERED).when(new Reprovision(CLIENT), ROOT),
                                Rejection.CLIENT_DEREGISTERED)
                        .rejection()
                        .sentence())
                .contains("Reregister");
        verify(story.secrets, never()).keep(any(), any(), any());
    }

    @Test
    void is_refused_when_based_on_an_old_version() {
        refusal(
                story.given(Standing.REGISTERED_CLAIMED).when(new Reprovision(CLIENT, 0L), ROOT),
                Rejection.VERSION_MISMATCH);
    }
}
