package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.ADA;
import static dev.rollcall.command.client.ClientStory.BEGIN;
import static dev.rollcall.command.client.ClientStory.BOB;
import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.ClientStory.NOBODY;
import static dev.rollcall.command.client.ClientStory.ROOT;
import static dev.rollcall.command.client.ClientStory.answer;
import static dev.rollcall.command.client.ClientStory.facts;
import static dev.rollcall.command.client.ClientStory.payloads;
import static dev.rollcall.command.client.ClientStory.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.client.TokenView;
import dev.rollcall.command.claim.ClaimKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;
import org.springframework.dao.QueryTimeoutException;

class ProvisionTest {

    private static final Duration TEN_YEARS = Duration.ofSeconds(315_569_520);

    private final ClientStory story = new ClientStory();

    private ResultValidator<ProvisionedClient> provision(Provision command) {
        return provision(story, command);
    }

    private static ResultValidator<ProvisionedClient> provision(ClientStory story, Provision command) {
        return story.fixture.givenNoPriorActivity().andGivenCurrentTime(BEGIN).when(command, ROOT);
    }

    private static Provision named(String name) {
        return new Provision(CLIENT, ADA, name, ClientType.CI_CD, null, List.of());
    }

    private static Provision expiringIn(Duration expiry) {
        return new Provision(CLIENT, ADA, "probe", ClientType.CI_CD, expiry, List.of());
    }

    private static Instant expiry(ResultValidator<ProvisionedClient> result) {
        return ((ClientProvisioned) payloads(result).get(0)).token().expiresAt();
    }

    @Test
    void issues_the_first_token() {
        ResultValidator<ProvisionedClient> result = provision(named("probe"));

        assertThat(payloads(result))
                .containsExactly(new ClientProvisioned(
                        CLIENT, ADA, "ada", "probe", ClientType.CI_CD, ClientStory.reference(story.third, null)));
        ClientView view = ClientStory.view(result);
        assertThat(story.value(view)).isEqualTo(story.third.token().clear());
        assertThat(view)
                .isEqualTo(new ClientView(
                        CLIENT,
                        ADA,
                        "ada",
                        "probe",
                        ClientType.CI_CD,
                        ClientStatus.PROVISIONED,
                        false,
                        new TokenView(
                                story.third.id(),
                                story.third.token().hint(),
                                TokenState.ISSUED,
                                BEGIN,
                                null,
                                null,
                                view.token().value()),
                        null,
                        Presence.OFFLINE,
                        List.of(ClientAction.DEREGISTER, ClientAction.REPROVISION),
                        0,
                        BEGIN,
                        null,
                        null,
                        BEGIN,
                        "root"));
        assertThat(answer(result).version()).isZero();
        assertThat(answer(result).user()).isNull();
    }

    @Test
    void is_recorded_with_who_and_why() {
        List<EventMessage<?>> facts = facts(provision(named("probe")));

        assertThat(facts.get(0).getMetaData())
                .containsEntry(Provenance.ACTOR_NAME, "root")
                .containsEntry(Provenance.REASON, "spring cleaning")
                .containsEntry(Provenance.CORRELATION, "c-1");
    }

    @Test
    void takes_the_name_and_a_place_on_the_roster_before_a_token_is_kept() {
        provision(named("probe")).expectSuccessfulHandlerExecution();

        InOrder order = inOrder(story.claims, story.rosters, story.secrets);
        order.verify(story.claims).take(ClaimKind.CLIENT_NAME, "probe", CLIENT.toString(), Rejection.CLIENT_NAME_TAKEN);
        order.verify(story.rosters).enroll(ADA, CLIENT);
        order.verify(story.secrets).keep(any(), any(), any());
    }

    @Test
    void keeps_the_value_of_the_token_under_its_identifier() {
        ClientView view = ClientStory.view(provision(named("probe")));

        verify(story.secrets).keep(story.third.id(), CLIENT, view.token().value());
    }

    @Test
    void comes_to_nothing_where_the_value_of_the_token_cannot_be_kept() {
        doThrow(new QueryTimeoutException("no database")).when(story.secrets).keep(any(), any(), any());

        provision(named("probe")).expectNoEvents().expectException(QueryTimeoutException.class);
    }

    @Test
    void keeps_the_name_trimmed_composed_and_in_lower_case() {
        ResultValidator<ProvisionedClient> result = provision(named("  Labo\u0301r ÄÖ\u2003"));

        assertThat(payloads(result))
                .first(InstanceOfAssertFactories.type(ClientProvisioned.class))
                .extracting(ClientProvisioned::name)
                .isEqualTo("labór äö");
        verify(story.claims).take(ClaimKind.CLIENT_NAME, "labór äö", CLIENT.toString(), Rejection.CLIENT_NAME_TAKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void accepts_a_name_of(int length) {
        provision(named("x".repeat(length))).expectSuccessfulHandlerExecution();
    }

    @Test
    void counts_characters_not_their_halves() {
        provision(named("🎲".repeat(100))).expectSuccessfulHandlerExecution();
        assertInvalid(named("🎲".repeat(101)), "/name too_long");
    }

    @Test
    void measures_the_name_as_it_is_kept() {
        // in lower case each of these is two characters
        assertInvalid(named("İ".repeat(51)), "/name too_long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"~", "*", "+", "=", "?", "^", "%", "<", ">", "(", ")", "|", "\\", "/", "\u0000", "\u0085", "\n"})
    void refuses_a_name_with(String character) {
        assertInvalid(named("a" + character + "b"), "/name forbidden_character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\t\u2003"})
    void refuses_a_blank_name(String blank) {
        assertInvalid(named(blank), "/name required");
    }

    @Test
    void refuses_a_name_that_is_too_long() {
        assertInvalid(named("x".repeat(101)), "/name too_long");
    }

    @Test
    void names_everything_that_is_wrong_at_once() {
        assertInvalid(
                new Provision(CLIENT, null, null, null, Duration.ZERO, List.of()),
                "/userId required",
                "/type required",
                "/name required",
                "/tokenExpiresIn out_of_range");
    }

    @Test
    void reports_what_its_sender_found_with_what_it_finds_itself() {
        assertInvalid(
                new Provision(
                        CLIENT,
                        ADA,
                        "a*b",
                        null,
                        null,
                        List.of(new FieldError("/type", "unknown_value", "One of NORMAL, CI_CD."))),
                "/type unknown_value",
                "/name forbidden_character");
    }

    @Test
    void is_refused_for_a_user_there_is_not() {
        refuses(
                provision(new Provision(CLIENT, NOBODY, "probe", ClientType.NORMAL, null, List.of())),
                Rejection.USER_NOT_FOUND);
        verifyNoInteractions(story.secrets);
    }

    @Test
    void is_refused_where_another_client_has_the_name() {
        doThrow(new Rejected(Rejection.CLIENT_NAME_TAKEN)).when(story.claims).take(any(), any(), any(), any());

        refuses(provision(named("probe")), Refusal.of(Rejection.CLIENT_NAME_TAKEN, "/name"));
        verifyNoInteractions(story.secrets);
    }

    @Test
    void is_refused_where_the_user_is_removed_meanwhile() {
        doThrow(new Rejected(Rejection.USER_NOT_FOUND)).when(story.rosters).enroll(BOB, CLIENT);

        refuses(
                provision(new Provision(CLIENT, BOB, "probe", ClientType.NORMAL, null, List.of())),
                Rejection.USER_NOT_FOUND);
        verifyNoInteractions(story.secrets);
    }

    @Test
    void issues_a_token_without_expiry_unless_somebody_says_otherwise() {
        assertThat(expiry(provision(named("probe")))).isNull();
    }

    @Test
    void lets_the_token_expire_as_the_installation_says() {
        assertThat(expiry(provision(new ClientStory(Duration.ofDays(14)), named("probe"))))
                .isEqualTo("2026-03-15T08:00:00Z");
    }

    @Test
    void lets_the_token_expire_as_the_request_says_before_all() {
        assertThat(expiry(provision(new ClientStory(Duration.ofDays(14)), expiringIn(Duration.ofHours(2)))))
                .isEqualTo("2026-03-01T10:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"PT1S, 2026-03-01T08:00:01Z", "P3652D, 2036-02-29T08:00:00Z"})
    void accepts_an_expiry_of(Duration shortOrLong, Instant expiresAt) {
        assertThat(expiry(provision(expiringIn(shortOrLong)))).isEqualTo(expiresAt);
    }

    @Test
    void accepts_an_expiry_of_ten_years_to_the_second() {
        provision(expiringIn(TEN_YEARS)).expectSuccessfulHandlerExecution();
        assertInvalid(expiringIn(TEN_YEARS.plusNanos(1)), "/tokenExpiresIn out_of_range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.999999999S", "PT0S", "PT-1H", "P3653D", "PT2562047788015215H"})
    void refuses_an_expiry_of(Duration outOfRange) {
        assertInvalid(expiringIn(outOfRange), "/tokenExpiresIn out_of_range");
    }

    @Test
    void cannot_be_set_up_with_an_expiry_that_a_request_could_not_ask_for() {
        Duration tooShort = Duration.ofMillis(999);
        assertThatThrownBy(() -> new ClientStory(tooShort)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertInvalid(Provision command, String... errors) {
        ClientStory story = new ClientStory();
        assertThat(refusal(provision(story, command)).errors())
                .extracting(error -> error.pointer() + " " + error.code())
                .containsExactlyInAnyOrder(errors);
        verifyNoInteractions(story.claims, story.rosters, story.secrets);
    }

    private static Refusal refusal(ResultValidator<ProvisionedClient> result) {
        return ClientStory.refusal(result, Rejection.INVALID_VALUES);
    }
}
