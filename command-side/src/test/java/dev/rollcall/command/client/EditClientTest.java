package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.ADA;
import static dev.rollcall.command.client.ClientStory.BOB;
import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.ClientStory.NOBODY;
import static dev.rollcall.command.client.ClientStory.ROOT;
import static dev.rollcall.command.client.ClientStory.payloads;
import static dev.rollcall.command.client.ClientStory.refusal;
import static dev.rollcall.command.client.ClientStory.refuses;
import static dev.rollcall.command.client.ClientStory.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientCommand;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRenamed;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.EditClient;
import dev.rollcall.api.client.ReassignClient;
import dev.rollcall.api.client.RenameClient;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.command.claim.ClaimKind;
import dev.rollcall.command.client.ClientStory.Standing;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;

/** Renaming, reassigning, and both in one decision. */
class EditClientTest {

    private final ClientStory story = new ClientStory();

    private ResultValidator<ProvisionedClient> when(ClientCommand command) {
        return story.given(Standing.REGISTERED_CLAIMED).when(command, ROOT);
    }

    @Test
    void renames_the_client_and_moves_its_claim() {
        ResultValidator<ProvisionedClient> result = when(new RenameClient(CLIENT, null, " New Probe "));

        assertThat(payloads(result)).containsExactly(new ClientRenamed(CLIENT, "new probe"));
        ClientView view = view(result);
        assertThat(view.name()).isEqualTo("new probe");
        assertThat(view.version()).isEqualTo(2);
        assertThat(view.status()).isEqualTo(ClientStatus.REGISTERED);
        assertThat(view.token().state()).isEqualTo(TokenState.CLAIMED);
        assertThat(view.token().value()).isNull();
        verify(story.claims)
                .move(ClaimKind.CLIENT_NAME, "probe", "new probe", CLIENT.toString(), Rejection.CLIENT_NAME_TAKEN);
    }

    static Stream<ClientCommand> changes_to_what_is_so_already() {
        return Stream.of(
                new RenameClient(CLIENT, null, "probe"),
                new RenameClient(CLIENT, null, "\t PROBE "),
                new ReassignClient(CLIENT, null, ADA),
                new EditClient(CLIENT, null, "Probe", ADA),
                new EditClient(CLIENT, 1L, null, null));
    }

    @ParameterizedTest
    @MethodSource("changes_to_what_is_so_already")
    void records_nothing_where_nothing_changes(ClientCommand command) {
        ResultValidator<ProvisionedClient> result = when(command);

        assertThat(payloads(result)).isEmpty();
        assertThat(view(result).version()).isEqualTo(1);
        assertThat(view(result).updatedBy()).isEqualTo("grace");
        verifyNoInteractions(story.claims, story.rosters);
    }

    @Test
    void reassigns_the_client_and_moves_its_place_on_the_rosters() {
        ResultValidator<ProvisionedClient> result = when(new ReassignClient(CLIENT, null, BOB));

        assertThat(payloads(result)).containsExactly(new ClientReassigned(CLIENT, BOB, "bob"));
        assertThat(view(result).user()).isEqualTo(BOB);
        assertThat(view(result).username()).isEqualTo("bob");
        InOrder order = inOrder(story.rosters);
        order.verify(story.rosters).discharge(ADA, CLIENT);
        order.verify(story.rosters).enroll(BOB, CLIENT);
    }

    @Test
    void changes_only_what_is_given() {
        assertThat(payloads(when(new EditClient(CLIENT, null, "other", null))))
                .containsExactly(new ClientRenamed(CLIENT, "other"));
        assertThat(payloads(when(new EditClient(CLIENT, null, null, BOB))))
                .containsExactly(new ClientReassigned(CLIENT, BOB, "bob"));
    }

    @Test
    void changes_both_in_one_decision() {
        ResultValidator<ProvisionedClient> result = when(new EditClient(CLIENT, 1L, "other", BOB));

        assertThat(payloads(result))
                .containsExactly(new ClientRenamed(CLIENT, "other"), new ClientReassigned(CLIENT, BOB, "bob"));
        assertThat(view(result).version()).isEqualTo(3);
        assertThat(view(result).name()).isEqualTo("other");
        assertThat(view(result).username()).isEqualTo("bob");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void requires_a_name_to_rename_to(String blank) {
        assertThat(refusal(when(new RenameClient(CLIENT, null, blank)), Rejection.INVALID_VALUES)
                        .errors())
                .extracting(error -> error.pointer() + " " + error.code())
                .containsExactly("/name required");
    }

    @Test
    void refuses_to_empty_the_name() {
        assertThat(refusal(when(new EditClient(CLIENT, null, " ", BOB)), Rejection.INVALID_VALUES)
                        .errors())
                .extracting(error -> error.pointer() + " " + error.code())
                .containsExactly("/name required");
    }

    @Test
    void requires_a_user_to_reassign_to() {
        assertThat(refusal(when(new ReassignClient(CLIENT, null, null)), Rejection.INVALID_VALUES)
                        .errors())
                .extracting(error -> error.pointer() + " " + error.code())
                .containsExactly("/userId required");
    }

    @Test
    void refuses_a_user_there_is_not() {
        Refusal refusal = Refusal.of(Rejection.USER_NOT_FOUND, "/userId");

        refuses(when(new ReassignClient(CLIENT, null, NOBODY)), refusal);
        refuses(when(new EditClient(CLIENT, null, "other", NOBODY)), refusal);
        verifyNoInteractions(story.rosters);
    }

    @Test
    void refuses_a_name_that_another_client_has() {
        doThrow(new Rejected(Rejection.CLIENT_NAME_TAKEN)).when(story.claims).move(any(), any(), any(), any(), any());

        Refusal refusal = Refusal.of(Rejection.CLIENT_NAME_TAKEN, "/name");
        refuses(when(new RenameClient(CLIENT, null, "other")), refusal);
        refuses(when(new EditClient(CLIENT, null, "other", BOB)), refusal);
    }

    @Test
    void refuses_a_user_who_is_removed_meanwhile() {
        doThrow(new Rejected(Rejection.USER_NOT_FOUND)).when(story.rosters).enroll(BOB, CLIENT);

        refuses(when(new ReassignClient(CLIENT, null, BOB)), Refusal.of(Rejection.USER_NOT_FOUND, "/userId"));
    }

    static Stream<ClientCommand> changes_based_on_an_old_version() {
        return Stream.of(
                new RenameClient(CLIENT, 0L, "other"),
                new ReassignClient(CLIENT, 0L, BOB),
                new EditClient(CLIENT, 0L, "other", BOB),
                new EditClient(CLIENT, 2L, "probe", null));
    }

    @ParameterizedTest
    @MethodSource("changes_based_on_an_old_version")
    void refuses_what_is_based_on_another_version(ClientCommand command) {
        Refusal refusal = refusal(when(command), Rejection.VERSION_MISMATCH);

        assertThat(refusal.currentVersion()).isEqualTo(1);
        assertThat(refusal.changedBy()).isEqualTo("grace");
    }
}
