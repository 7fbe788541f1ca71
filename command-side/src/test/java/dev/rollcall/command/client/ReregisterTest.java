package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.BEGIN;
import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.ClientStory.ROOT;
import static dev.rollcall.command.client.ClientStory.payloads;
import static dev.rollcall.command.client.ClientStory.refusal;
import static dev.rollcall.command.client.ClientStory.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientReregistered;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Reregister;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.command.client.ClientStory.Standing;
import java.time.Duration;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;

class ReregisterTest {

    private final ClientStory story = new ClientStory();

    @Test
    void brings_the_client_back_with_a_new_token() {
        ResultValidator<ProvisionedClient> result =
                story.given(Standing.DEREGISTERED).when(new Reregister(CLIENT), ROOT);

        assertThat(payloads(result))
                .containsExactly(new ClientReregistered(CLIENT, ClientStory.reference(story.third, null)));
        ClientView view = view(result);
        assertThat(view.status()).isEqualTo(ClientStatus.REGISTERED);
        assertThat(view.active()).isTrue();
        assertThat(view.availableActions()).containsExactly(ClientAction.DEREGISTER, ClientAction.REPROVISION);
        assertThat(view.token().token()).isEqualTo(story.third.id());
        assertThat(view.token().hint()).isEqualTo(story.third.token().hint());
        assertThat(view.token().state()).isEqualTo(TokenState.ISSUED);
        assertThat(view.token().claimedAt()).isNull();
        assertThat(view.token().issuedAt()).isEqualTo(view.updatedAt());
        assertThat(view.registeredAt()).isEqualTo(view.updatedAt());
        assertThat(story.value(view)).isEqualTo(story.third.token().clear());
    }

    @Test
    void keeps_the_new_value_and_has_no_old_one_to_destroy() {
        ClientView view = view(story.given(Standing.DEREGISTERED).when(new Reregister(CLIENT), ROOT));

        verify(story.secrets).keep(story.third.id(), CLIENT, view.token().value());
        verify(story.secrets, never()).destroy(any());
    }

    @Test
    void lets_the_new_token_expire_as_the_installation_says() {
        ClientStory limited = new ClientStory(Duration.ofDays(1));

        ClientView view = view(limited.given(Standing.DEREGISTERED).when(new Reregister(CLIENT), ROOT));

        assertThat(view.token().expiresAt()).isEqualTo(BEGIN.plus(Duration.ofDays(1)));
    }

    @Test
    void names_the_way_to_a_new_token_where_it_is_refused() {
        assertThat(refusal(
                                story.given(Standing.REGISTERED_CLAIMED).when(new Reregister(CLIENT), ROOT),
                                Rejection.CLIENT_NOT_DEREGISTERED)
                        .rejection()
                        .sentence())
                .contains("Reprovision");
    }

    @Test
    void is_refused_when_based_on_an_old_version() {
        refusal(story.given(Standing.DEREGISTERED).when(new Reregister(CLIENT, 1L), ROOT), Rejection.VERSION_MISMATCH);
        verify(story.secrets, never()).keep(any(), any(), any());
    }
}
