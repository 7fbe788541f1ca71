package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.ADA;
import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.ClientStory.ROOT;
import static dev.rollcall.command.client.ClientStory.answer;
import static dev.rollcall.command.client.ClientStory.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.RemoveClient;
import dev.rollcall.command.claim.ClaimKind;
import dev.rollcall.command.client.ClientStory.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoveClientTest {

    private final ClientStory story = new ClientStory();

    @Test
    void answers_with_the_last_version_and_nothing_else() {
        Accepted answer = answer(story.given(Standing.REGISTERED_CLAIMED).when(new RemoveClient(CLIENT), ROOT));

        assertThat(answer.version()).isEqualTo(2);
        assertThat(answer.clients()).isEmpty();
    }

    @Test
    void frees_the_name_and_the_place_on_the_roster() {
        story.given(List.of(story.provisioned()))
                .when(new RemoveClient(CLIENT, 0L), ROOT)
                .expectEvents(new ClientRemoved(CLIENT));

        verify(story.claims).release(ClaimKind.CLIENT_NAME, "probe");
        verify(story.rosters).discharge(ADA, CLIENT);
    }

    @Test
    void destroys_the_value_of_its_token() {
        story.given(Standing.REGISTERED_ISSUED)
                .when(new RemoveClient(CLIENT), ROOT)
                .expectSuccessfulHandlerExecution();

        verify(story.secrets).destroy(story.second.id());
    }

    @Test
    void is_refused_when_based_on_an_old_version() {
        refusal(
                story.given(Standing.REGISTERED_CLAIMED).when(new RemoveClient(CLIENT, 0L), ROOT),
                Rejection.VERSION_MISMATCH);
        verifyNoInteractions(story.claims, story.rosters, story.secrets);
    }
}
