package dev.rollcall.command.user;

import static dev.rollcall.command.user.UserStory.ADA;
import static dev.rollcall.command.user.UserStory.ROOT;
import static dev.rollcall.command.user.UserStory.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.user.UpdateUser;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpdateUserTest {

    private static final ClientId HERS = new ClientId(new UUID(1, 1));
    private static final ClientId HERS_TOO = new ClientId(new UUID(1, 2));
    private static final ClientId SOMEBODY_ELSES = new ClientId(new UUID(1, 3));

    private final UserStory story = new UserStory();
    private final UserStory.Edit edit = story.new Edit();
    // A view is a record and cannot be mocked apart from its content; two different ones are enough.
    private final ClientView first = view(HERS, 4);
    private final ClientView second = view(HERS, 5);
    private final ClientView other = view(HERS_TOO, 9);

    @BeforeEach
    void she_has_two_clients() {
        when(story.rosters.clients(ADA)).thenReturn(List.of(HERS, HERS_TOO));
        when(story.clients.act(HERS, ClientAction.DEREGISTER, "lost")).thenReturn(first);
        when(story.clients.act(HERS, ClientAction.REREGISTER, null)).thenReturn(second);
        when(story.clients.act(HERS_TOO, ClientAction.REPROVISION, null)).thenReturn(other);
    }

    @Test
    void saves_details_and_acts_on_clients_in_order() {
        edit.firstName = "Augusta";

        ResultValidator<User> result = update(
                story.engineer(),
                step(HERS, ClientAction.DEREGISTER, "lost"),
                step(HERS_TOO, ClientAction.REPROVISION, null));

        result.expectEvents(new UserRenamed(ADA, "Augusta", "Lovelace"));
        var inOrder = inOrder(story.clients);
        inOrder.verify(story.clients).act(HERS, ClientAction.DEREGISTER, "lost");
        inOrder.verify(story.clients).act(HERS_TOO, ClientAction.REPROVISION, null);
        Accepted answer = UserStory.answer(result);
        assertThat(answer.version()).isEqualTo(1);
        assertThat(answer.user().firstName()).isEqualTo("Augusta");
        assertThat(answer.user().clientCount()).isEqualTo(3);
        assertThat(answer.clients()).containsExactly(first, other);
    }

    @Test
    void a_client_in_two_steps_is_answered_as_the_last_one_left_it() {
        ResultValidator<User> result = update(
                story.engineer(),
                step(HERS, ClientAction.DEREGISTER, "lost"),
                step(HERS, ClientAction.REREGISTER, null));

        assertThat(UserStory.answer(result).clients()).containsExactly(second);
    }

    @Test
    void nothing_to_do_is_done() {
        ResultValidator<User> result =
                story.given(story.engineer()).when(new UpdateUser(ADA, null, null, List.of()), ROOT);

        result.expectSuccessfulHandlerExecution().expectNoEvents();
        assertThat(UserStory.answer(result).version()).isZero();
    }

    @Test
    void everything_wrong_in_both_parts_is_reported_at_once_where_it_is() {
        edit.firstName = "";
        edit.flaws = List.of(
                new FieldError("/primaryRole", "unknown_value", "There is no such role."),
                new FieldError("/details/email", "required", "A value is required."));

        ResultValidator<User> result = update(
                story.engineer(),
                step(HERS, ClientAction.DEREGISTER, "lost"),
                step(SOMEBODY_ELSES, ClientAction.DEREGISTER, null),
                step(null, null, null));

        assertThat(refused(result))
                .containsExactly(
                        "/details/primaryRole unknown_value",
                        "/details/email required",
                        "/details/firstName required",
                        "/clients/1/clientId client_not_found",
                        "/clients/2/action required",
                        "/clients/2/clientId required");
        verify(story.clients, never()).act(any(), any(), any());
    }

    @Test
    void a_step_that_is_refused_refuses_all_and_is_named() {
        edit.firstName = "Augusta";
        doThrow(new Rejected(Rejection.CLIENT_ALREADY_DEREGISTERED))
                .when(story.clients)
                .act(HERS_TOO, ClientAction.DEREGISTER, null);

        ResultValidator<User> result = update(
                story.engineer(),
                step(HERS, ClientAction.DEREGISTER, "lost"),
                step(HERS_TOO, ClientAction.DEREGISTER, null));

        assertThat(UserStory.refusal(result))
                .isEqualTo(Refusal.of(Rejection.CLIENT_ALREADY_DEREGISTERED, "/clients/1/action"));
    }

    @Test
    void a_taken_email_is_named_where_it_is() {
        edit.email = "bob@example.org";
        doThrow(new Rejected(Rejection.EMAIL_TAKEN)).when(story.claims).take(any(), any(), any(), any());

        assertThat(UserStory.refusal(update(story.engineer())))
                .isEqualTo(Refusal.of(Rejection.EMAIL_TAKEN, "/details/email"));
    }

    @Test
    void an_update_based_on_another_version_is_refused() {
        ResultValidator<User> result = story.given(story.engineer(), new UserRenamed(ADA, "A", "L"))
                .when(new UpdateUser(ADA, 0L, edit.wish(), List.of()), ROOT);

        assertThat(UserStory.refusal(result))
                .isEqualTo(Rejected.stale(1, "root").refusal());
    }

    @Test
    void nobody_updates_a_removed_user() {
        ResultValidator<User> result = story.given(story.engineer(), new UserRemoved(ADA))
                .when(new UpdateUser(ADA, null, null, List.of()), ROOT);

        assertThat(UserStory.refusal(result)).isEqualTo(new Refusal(Rejection.USER_NOT_FOUND));
    }

    private ResultValidator<User> update(UserEvent given, UpdateUser.ClientStep... steps) {
        return story.given(given).when(new UpdateUser(ADA, null, edit.wish(), List.of(steps)), ROOT);
    }

    private static UpdateUser.ClientStep step(ClientId client, ClientAction action, String reason) {
        return new UpdateUser.ClientStep(client, action, reason);
    }

    private static ClientView view(ClientId client, long version) {
        return new ClientView(
                client,
                ADA,
                "ada",
                "probe",
                dev.rollcall.api.client.ClientType.NORMAL,
                dev.rollcall.api.client.ClientStatus.PROVISIONED,
                false,
                mock(dev.rollcall.api.client.TokenView.class),
                null,
                dev.rollcall.api.client.Presence.OFFLINE,
                List.of(),
                version,
                UserStory.BEGIN,
                null,
                null,
                UserStory.BEGIN,
                "root");
    }
}
