package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.ADA;
import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.ClientStory.ROOT;
import static dev.rollcall.command.client.ClientStory.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.client.ClientCommand;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.client.Register;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.client.Reregister;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.command.client.ClientStory.Standing;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A stored fact is for ever, and so are its copies: it holds of a token what everybody may know. */
class NoSecretInFactsTest {

    private final JsonMapper json = new JsonMapper();
    private final ClientStory story = new ClientStory();

    private void assertSilent(Tokens.NewToken token, ResultValidator<ProvisionedClient> result) {
        List<EventMessage<?>> facts = facts(result);
        ClientView view = ClientStory.view(result);
        assertThat(facts).isNotEmpty().allSatisfy(fact -> {
            String stored = json.writeValueAsString(fact.getPayload()) + json.writeValueAsString(fact.getMetaData());
            String clear = token.token().clear();
            // neither the whole, nor its random part, nor the sealed box
            assertThat(stored).contains(token.id().toString()).doesNotContain(clear, clear.substring(39, 82));
            if (view.token().value() != null) {
                assertThat(stored).doesNotContain(view.token().value().box());
            }
        });
    }

    private ResultValidator<ProvisionedClient> when(Standing standing, ClientCommand command) {
        story.secretOf(story.current(standing));
        return story.given(standing).when(command, ROOT);
    }

    @Test
    void is_true_of_the_facts_that_issue_a_token() {
        assertSilent(
                story.third,
                story.fixture
                        .givenNoPriorActivity()
                        .when(new Provision(CLIENT, ADA, "probe", ClientType.NORMAL, null, List.of()), ROOT));
    }

    @Test
    void is_true_of_the_fact_that_replaces_a_token() {
        assertSilent(story.third, when(Standing.PROVISIONED, new Reprovision(CLIENT)));
    }

    @Test
    void is_true_of_the_fact_that_brings_a_client_back() {
        assertSilent(story.third, when(Standing.DEREGISTERED, new Reregister(CLIENT)));
    }

    @Test
    void is_true_of_the_fact_that_somebody_was_shown_a_token() {
        assertSilent(story.first, when(Standing.PROVISIONED, new RevealToken(CLIENT)));
    }

    @Test
    void is_true_of_the_fact_that_a_token_was_claimed() {
        assertSilent(story.first, when(Standing.PROVISIONED, new Register(CLIENT, story.seal(story.first), "lab")));
    }
}
