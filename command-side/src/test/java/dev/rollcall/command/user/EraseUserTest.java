package dev.rollcall.command.user;

import static dev.rollcall.command.user.UserStory.ADA;
import static dev.rollcall.command.user.UserStory.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.rollcall.api.Personal;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.user.EraseUser;
import dev.rollcall.api.user.UserErased;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.command.claim.ClaimKind;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;

class EraseUserTest {

    private final UserStory story = new UserStory();

    @Test
    void removes_the_user_with_all_clients_and_erases_in_one_decision() {
        List<ClientId> clients = List.of(new ClientId(new UUID(1, 1)));
        when(story.rosters.clients(ADA)).thenReturn(clients);

        ResultValidator<User> result = erase(story.administrator());

        result.expectEvents(new UserRemoved(ADA), new UserErased(ADA));
        assertThat(UserStory.answer(result).version()).isEqualTo(2);
        verify(story.administrators).leave(ADA);
        verify(story.clients).removeAll(clients);
        verify(story.claims).release(ClaimKind.USERNAME, "ada");
        verify(story.claims).release(ClaimKind.EMAIL, "ada@example.org");
        var order = inOrder(story.erasing);
        order.verify(story.erasing).announce(ADA);
        order.verify(story.erasing).finish(ADA);
    }

    @Test
    void a_user_who_was_removed_before_is_only_erased() {
        erase(story.engineer(), new UserRemoved(ADA)).expectEvents(new UserErased(ADA));

        verifyNoInteractions(story.claims, story.clients, story.administrators);
        verify(story.erasing).finish(ADA);
    }

    @Test
    void erasing_again_records_nothing_and_clears_up_once_more() {
        ResultValidator<User> result = erase(story.engineer(), new UserRemoved(ADA), new UserErased(ADA))
                .expectNoEvents();

        assertThat(UserStory.answer(result).version()).isEqualTo(2);
        verify(story.erasing, never()).announce(ADA);
        verify(story.erasing).finish(ADA);
    }

    @Test
    void the_last_administrator_cannot_be_erased() {
        doThrow(new Rejected(Rejection.LAST_ADMINISTRATOR))
                .when(story.administrators)
                .leave(ADA);

        assertThat(UserStory.refusal(erase(story.administrator())))
                .isEqualTo(new Refusal(Rejection.LAST_ADMINISTRATOR));
        verifyNoInteractions(story.erasing);
    }

    @Test
    void nothing_personal_is_left_in_what_the_user_is() {
        UserState state = UserStateTest.after(story.administrator(), new UserRemoved(ADA), new UserErased(ADA));

        assertThat(state.erased()).isTrue();
        assertThat(List.of(state.username(), state.email(), state.firstName(), state.lastName()))
                .containsOnly(Personal.ERASED);
        assertThat(state.passwords()).isEmpty();
        assertThat(state.activeAdministrator()).isFalse();
    }

    private ResultValidator<User> erase(UserEvent... facts) {
        return story.given(facts).when(new EraseUser(ADA), ROOT);
    }
}
