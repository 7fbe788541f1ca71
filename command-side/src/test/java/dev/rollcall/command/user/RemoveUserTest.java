package dev.rollcall.command.user;

import static dev.rollcall.command.user.UserStory.ADA;
import static dev.rollcall.command.user.UserStory.OTHER_PASSWORD;
import static dev.rollcall.command.user.UserStory.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.command.claim.ClaimKind;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;

class RemoveUserTest {

    private final UserStory story = new UserStory();

    @Test
    void removes_the_user_and_everything_that_was_hers() {
        List<ClientId> clients = List.of(new ClientId(new UUID(1, 1)), new ClientId(new UUID(1, 2)));
        when(story.rosters.clients(ADA)).thenReturn(clients);
        story.passwords.had(2, OTHER_PASSWORD);

        ResultValidator<User> result = remove(
                null,
                story.engineer(),
                new UserEmailChanged(ADA, "countess@example.org"),
                new PasswordChanged(ADA, PlainPasswords.numbered(2)));

        result.expectEvents(new UserRemoved(ADA));
        var inOrder = inOrder(story.clients, story.rosters);
        inOrder.verify(story.clients).removeAll(clients);
        inOrder.verify(story.rosters).close(ADA);
        verify(story.claims).release(ClaimKind.USERNAME, "ada");
        verify(story.claims).release(ClaimKind.EMAIL, "countess@example.org");
        assertThat(story.passwords.doubted).containsExactly(ADA);
        assertThat(story.passwords.forgotten).containsExactly(PlainPasswords.numbered(2), PlainPasswords.numbered(1));
        verifyNoInteractions(story.administrators);
        Accepted answer = UserStory.answer(result);
        assertThat(answer.version()).isEqualTo(3);
        assertThat(answer.user()).isNull();
    }

    @Test
    void an_administrator_leaves_the_circle() {
        remove(0L, story.administrator()).expectEvents(new UserRemoved(ADA));

        verify(story.administrators).leave(ADA);
    }

    @Test
    void a_locked_administrator_left_it_when_it_was_locked() {
        remove(null, story.administrator(), new UserLocked(ADA, 5)).expectEvents(new UserRemoved(ADA));

        verifyNoInteractions(story.administrators);
    }

    @Test
    void the_last_administrator_cannot_be_removed() {
        doThrow(new Rejected(Rejection.LAST_ADMINISTRATOR))
                .when(story.administrators)
                .leave(ADA);

        assertThat(UserStory.refusal(remove(null, story.administrator())))
                .isEqualTo(new Refusal(Rejection.LAST_ADMINISTRATOR));
        assertThat(story.passwords.forgotten).isEmpty();
    }

    @Test
    void a_removal_based_on_another_version_is_refused() {
        assertThat(UserStory.refusal(remove(1L, story.engineer())))
                .isEqualTo(Rejected.stale(0, "root").refusal());
    }

    @Test
    void nobody_is_removed_twice() {
        assertThat(UserStory.refusal(remove(null, story.engineer(), new UserRemoved(ADA))))
                .isEqualTo(new Refusal(Rejection.USER_NOT_FOUND));
    }

    private ResultValidator<User> remove(Long expectedVersion, UserEvent... facts) {
        return story.given(facts).when(new RemoveUser(ADA, expectedVersion), ROOT);
    }
}
