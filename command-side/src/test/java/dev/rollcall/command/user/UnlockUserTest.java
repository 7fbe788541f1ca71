package dev.rollcall.command.user;

import static dev.rollcall.command.user.UserStory.ADA;
import static dev.rollcall.command.user.UserStory.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserUnlocked;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;

class UnlockUserTest {

    private final UserStory story = new UserStory();

    @Test
    void unlocks_a_locked_user() {
        ResultValidator<User> result = when(story.engineer(), new UserLocked(ADA, 5));

        result.expectEvents(new UserUnlocked(ADA));
        Accepted answer = UserStory.answer(result);
        assertThat(answer.version()).isEqualTo(2);
        assertThat(answer.user().locked()).isFalse();
        assertThat(answer.user().clientCount()).isEqualTo(3);
        verifyNoInteractions(story.administrators);
    }

    @Test
    void an_unlocked_administrator_is_an_active_one_again() {
        when(story.administrator(), new UserLocked(ADA, 5)).expectEvents(new UserUnlocked(ADA));

        verify(story.administrators).join(ADA);
    }

    @Test
    void unlocking_who_is_not_locked_succeeds_and_records_nothing() {
        ResultValidator<User> result = when(story.administrator(), new UserLocked(ADA, 5), new UserUnlocked(ADA));

        result.expectSuccessfulHandlerExecution().expectNoEvents();
        assertThat(UserStory.answer(result).version()).isEqualTo(2);
        verifyNoInteractions(story.administrators);
    }

    @Test
    void nobody_unlocks_a_removed_user() {
        assertThat(UserStory.refusal(when(story.engineer(), new UserRemoved(ADA))))
                .isEqualTo(new Refusal(Rejection.USER_NOT_FOUND));
    }

    private ResultValidator<User> when(UserEvent... facts) {
        return story.given(facts).when(new UnlockUser(ADA), ROOT);
    }
}
