package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.BEGIN;
import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.ClientStory.ROOT;
import static dev.rollcall.command.client.ClientStory.facts;
import static dev.rollcall.command.client.ClientStory.payloads;
import static dev.rollcall.command.client.ClientStory.refuses;
import static dev.rollcall.command.client.ClientStory.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.client.Register;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.command.client.ClientStory.Standing;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.messaging.MetaData;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.QueryTimeoutException;

class RegisterTest {

    private static final Instant EXPIRY = BEGIN.plus(Duration.ofHours(1));
    private static final Map<String, String> FROM_OUTSIDE = Map.of(
            Provenance.ACTOR_KIND, "SYSTEM",
            Provenance.ACTOR_ID, "nobody",
            Provenance.ACTOR_NAME, "nobody",
            Provenance.ACTOR_ROLES, "ADMIN",
            Provenance.VIA, "API",
            Provenance.CORRELATION, "c-2");

    private final ClientStory story = new ClientStory();

    private ResultValidator<ProvisionedClient> register(List<?> given, Sealed token) {
        return story.given(given).when(new Register(CLIENT, token, "lab-2"), FROM_OUTSIDE);
    }

    private Sealed sealed(Tokens.NewToken token) {
        return story.seal(token);
    }

    @Test
    void claims_the_token_for_a_machine() {
        ResultValidator<ProvisionedClient> result = story.given(List.of(story.provisioned()))
                .when(new Register(CLIENT, sealed(story.first), "  lab-2 "), FROM_OUTSIDE);

        assertThat(payloads(result))
                .containsExactly(new ClientRegistered(CLIENT, story.first.id(), ClientStory.ADA, "lab-2"));
        ClientView view = view(result);
        assertThat(view.status()).isEqualTo(ClientStatus.REGISTERED);
        assertThat(view.active()).isTrue();
        assertThat(view.hostName()).isEqualTo("lab-2");
        assertThat(view.version()).isEqualTo(1);
        assertThat(view.registeredAt()).isNotNull().isEqualTo(view.updatedAt());
        assertThat(view.token().token()).isEqualTo(story.first.id());
        assertThat(view.token().state()).isEqualTo(TokenState.CLAIMED);
        assertThat(view.token().claimedAt()).isEqualTo(view.updatedAt());
        assertThat(view.token().value()).isNull();
    }

    @Test
    void is_recorded_as_done_by_the_client_itself() {
        MetaData metaData = facts(register(List.of(story.provisioned()), sealed(story.first)))
                .get(0)
                .getMetaData();

        assertThat(metaData)
                .containsEntry(Provenance.ACTOR_KIND, "CLIENT")
                .containsEntry(Provenance.ACTOR_ID, CLIENT.toString())
                .containsEntry(Provenance.ACTOR_NAME, "probe")
                .containsEntry(Provenance.ACTOR_ROLES, "")
                .containsEntry(Provenance.VIA, "CLIENT")
                .containsEntry(Provenance.CORRELATION, "c-2");
    }

    @Test
    void says_in_the_answer_that_the_client_did_it() {
        assertThat(view(register(List.of(story.provisioned()), sealed(story.first)))
                        .updatedBy())
                .isEqualTo("probe");
    }

    @Test
    void destroys_the_value_of_the_token() {
        register(List.of(story.provisioned()), sealed(story.first)).expectSuccessfulHandlerExecution();

        verify(story.secrets).destroy(story.first.id());
    }

    @Test
    void stands_although_the_value_of_the_token_could_not_be_destroyed() {
        doThrow(new QueryTimeoutException("no database")).when(story.secrets).destroy(any());
        register(List.of(story.provisioned()), sealed(story.first))
                .expectEvents(new ClientRegistered(CLIENT, story.first.id(), ClientStory.ADA, "lab-2"));
    }

    @Test
    void leaves_the_value_of_the_token_alone_when_it_is_refused() {
        refuses(register(List.of(story.provisioned()), sealed(story.second)), Rejection.TOKEN_INVALID);

        verify(story.secrets, never()).destroy(any());
    }

    @Test
    void tells_a_typing_error_and_a_missing_host_at_once() {
        String typo = story.first.token().clear().replaceFirst(".$", "!");

        assertInvalid(new Register(CLIENT, story.key.seal(typo), null), "/token token_invalid", "/hostName required");
    }

    @Test
    void refuses_a_token_whose_checksum_is_wrong() {
        String clear = story.first.token().clear();
        String wrong = clear.substring(0, clear.length() - 1) + (clear.endsWith("a") ? "b" : "a");

        assertInvalid(new Register(CLIENT, story.key.seal(wrong), "lab-2"), "/token token_invalid");
    }

    @Test
    void refuses_a_token_that_was_not_sealed_by_this_installation() {
        assertInvalid(
                new Register(
                        CLIENT,
                        InstallationKey.random().seal(story.first.token().clear()),
                        "lab-2"),
                "/token token_invalid");
        assertInvalid(new Register(CLIENT, new Sealed("*"), "lab-2"), "/token token_invalid");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void requires_a_host_name(String blank) {
        assertInvalid(new Register(CLIENT, sealed(story.first), blank), "/hostName required");
    }

    @Test
    void refuses_control_characters_in_a_host_name() {
        assertInvalid(new Register(CLIENT, sealed(story.first), "lab\u0007"), "/hostName forbidden_character");
    }

    @Test
    void accepts_host_names_of_up_to_255_characters() {
        story.given(List.of(story.provisioned()))
                .when(new Register(CLIENT, sealed(story.first), "h".repeat(255)), FROM_OUTSIDE)
                .expectSuccessfulHandlerExecution();
        assertInvalid(new Register(CLIENT, sealed(story.first), "h".repeat(256)), "/hostName too_long");
    }

    @Test
    void is_refused_with_a_token_of_the_same_client_that_was_replaced() {
        List<Object> given = List.of(
                story.provisioned(), new ClientReprovisioned(CLIENT, ClientStory.reference(story.second, null)));

        refuses(register(given, sealed(story.first)), Rejection.TOKEN_INVALID);
    }

    @Test
    void is_refused_with_the_token_of_another_client() {
        ClientId other = new ClientId(UUID.fromString("0195a000-0000-7000-8000-00000000c002"));
        Sealed token =
                story.key.seal(PresentedToken.create(other, new SecureRandom()).clear());

        refuses(register(List.of(story.provisioned()), token), Rejection.TOKEN_INVALID);
    }

    @ParameterizedTest
    @EnumSource(Standing.class)
    void says_nothing_about_the_client_to_whoever_has_the_wrong_token(Standing standing) {
        refuses(
                story.given(standing).when(new Register(CLIENT, sealed(story.third), "lab-2"), FROM_OUTSIDE),
                Rejection.TOKEN_INVALID);
    }

    @Test
    void is_refused_from_the_instant_of_expiry_on() {
        story.clock.moveTo(EXPIRY);

        refuses(register(List.of(story.provisioned(EXPIRY)), sealed(story.first)), Rejection.TOKEN_EXPIRED);
    }

    @Test
    void is_accepted_until_just_before_expiry() {
        story.clock.moveTo(EXPIRY.minusNanos(1));

        register(List.of(story.provisioned(EXPIRY)), sealed(story.first)).expectSuccessfulHandlerExecution();
    }

    @Test
    void says_that_a_claimed_token_is_used_also_after_its_expiry() {
        story.clock.moveTo(EXPIRY);

        refuses(
                register(List.of(story.provisioned(EXPIRY), story.registered()), sealed(story.first)),
                Rejection.TOKEN_ALREADY_USED);
    }

    @Test
    void brings_a_reregistered_client_to_another_machine() {
        ResultValidator<ProvisionedClient> result =
                story.given(Standing.REGISTERED_ISSUED).when(new Register(CLIENT, sealed(story.second), "lab-9"), ROOT);

        assertThat(view(result).hostName()).isEqualTo("lab-9");
        assertThat(view(result).token().state()).isEqualTo(TokenState.CLAIMED);
    }

    private void assertInvalid(Register command, String... errors) {
        assertThat(ClientStory.refusal(
                                story.given(List.of(story.provisioned())).when(command, FROM_OUTSIDE),
                                Rejection.INVALID_VALUES)
                        .errors())
                .extracting(error -> error.pointer() + " " + error.code())
                .containsExactlyInAnyOrder(errors);
    }
}
