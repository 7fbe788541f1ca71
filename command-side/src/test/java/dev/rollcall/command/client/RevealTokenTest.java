package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.BEGIN;
import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.ClientStory.ROOT;
import static dev.rollcall.command.client.ClientStory.facts;
import static dev.rollcall.command.client.ClientStory.refuses;
import static dev.rollcall.command.client.ClientStory.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.api.client.TokenRevealed;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.command.client.ClientStory.Standing;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevealTokenTest {

    private final ClientStory story = new ClientStory();

    @ParameterizedTest
    @EnumSource(names = {"PROVISIONED", "REGISTERED_ISSUED"})
    void shows_a_token_that_still_waits(Standing standing) {
        story.secretOf(story.current(standing));

        ResultValidator<ProvisionedClient> result = story.given(standing).when(new RevealToken(CLIENT), ROOT);

        ClientView view = view(result);
        assertThat(story.value(view)).isEqualTo(story.current(standing).token().clear());
        assertThat(view.token().state()).isEqualTo(TokenState.ISSUED);
        verify(story.secrets, never()).destroy(any());
    }

    @Test
    void records_who_was_shown_it() {
        story.secretOf(story.first);

        List<EventMessage<?>> facts =
                facts(story.given(List.of(story.provisioned())).when(new RevealToken(CLIENT), ROOT));

        assertThat(facts).singleElement().satisfies(fact -> {
            assertThat(fact.getPayload()).isEqualTo(new TokenRevealed(CLIENT, story.first.id()));
            assertThat(fact.getMetaData()).containsEntry(Provenance.ACTOR_NAME, "root");
        });
    }

    @Test
    void shows_it_as_often_as_it_is_asked_for() {
        story.secretOf(story.first);

        ResultValidator<ProvisionedClient> result = story.given(
                        List.of(story.provisioned(), new TokenRevealed(CLIENT, story.first.id())))
                .when(new RevealToken(CLIENT), ROOT);

        assertThat(story.value(view(result))).isEqualTo(story.first.token().clear());
        assertThat(view(result).version()).isEqualTo(2);
    }

    @Test
    void is_refused_once_the_token_expired() {
        story.secretOf(story.first);
        story.clock.moveTo(BEGIN.plusSeconds(60));

        refuses(
                story.given(List.of(story.provisioned(BEGIN.plusSeconds(60)))).when(new RevealToken(CLIENT), ROOT),
                Rejection.TOKEN_NOT_REVEALABLE);
    }

    @Test
    void shows_it_until_just_before_it_expires() {
        story.secretOf(story.first);

        story.given(List.of(story.provisioned(BEGIN.plusMillis(1))))
                .when(new RevealToken(CLIENT), ROOT)
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void is_refused_where_the_value_is_gone() {
        when(story.secrets.find(story.first.id())).thenReturn(Optional.empty());

        refuses(
                story.given(List.of(story.provisioned())).when(new RevealToken(CLIENT), ROOT),
                Rejection.TOKEN_NOT_REVEALABLE);
    }

    @ParameterizedTest
    @EnumSource(names = {"REGISTERED_CLAIMED", "DEREGISTERED"})
    void does_not_even_look_for_a_value_that_nobody_may_see(Standing standing) {
        refuses(story.given(standing).when(new RevealToken(CLIENT), ROOT), Rejection.TOKEN_NOT_REVEALABLE);

        verifyNoInteractions(story.secrets);
    }
}
