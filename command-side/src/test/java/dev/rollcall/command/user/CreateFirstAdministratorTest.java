package dev.rollcall.command.user;

import static dev.rollcall.command.user.UserStory.ADA;
import static dev.rollcall.command.user.UserStory.OTHER_PASSWORD;
import static dev.rollcall.command.user.UserStory.ROOT;
import static dev.rollcall.command.user.UserStory.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.CreateFirstAdministrator;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.command.claim.ClaimKind;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;

class CreateFirstAdministratorTest {

    private final UserStory story = new UserStory();

    @Test
    void creates_admin_where_there_never_was_an_administrator() {
        ResultValidator<User> result = whenAsked(OTHER_PASSWORD);

        result.expectEvents(new UserCreated(
                ADA,
                "admin",
                SignInConfiguration.DEFAULT,
                "admin@rollcall.invalid",
                "First",
                "Administrator",
                PrimaryRole.QUALITY_MANAGER,
                true,
                PlainPasswords.numbered(1_001)));
        verify(story.administrators).join(ADA);
        verify(story.claims).take(ClaimKind.USERNAME, "admin", ADA.toString(), Rejection.USERNAME_TAKEN);
        assertThat(UserStory.answer(result).user().administrator()).isTrue();
    }

    @Test
    void is_refused_once_there_ever_was_one() {
        when(story.administrators.everHadOne()).thenReturn(true);

        assertThat(UserStory.refusal(whenAsked(OTHER_PASSWORD))).isEqualTo(new Refusal(Rejection.ALREADY_SET_UP));
    }

    @Test
    void its_password_has_to_satisfy_the_policy() {
        assertThat(refused(whenAsked("no digit, no capital"))).containsExactly("/password password_too_weak");
    }

    @Test
    void its_password_may_contain_the_username() {
        whenAsked("Admin-Password-1").expectSuccessfulHandlerExecution();
    }

    private ResultValidator<User> whenAsked(String password) {
        return story.givenNothing().when(new CreateFirstAdministrator(ADA, story.passwords.seal(password)), ROOT);
    }
}
