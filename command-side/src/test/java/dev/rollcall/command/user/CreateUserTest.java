package dev.rollcall.command.user;

import static dev.rollcall.command.user.UserStory.ADA;
import static dev.rollcall.command.user.UserStory.OTHER_PASSWORD;
import static dev.rollcall.command.user.UserStory.ROOT;
import static dev.rollcall.command.user.UserStory.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.command.claim.ClaimKind;
import java.util.List;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateUserTest {

    private final UserStory story = new UserStory();
    private final UserStory.Creation creation = story.new Creation();

    @Test
    void creates_a_user_with_a_password_that_no_fact_tells() {
        ResultValidator<User> result = whenAsked();

        result.expectSuccessfulHandlerExecution()
                .expectEvents(new UserCreated(
                        ADA,
                        "ada",
                        SignInConfiguration.DEFAULT,
                        "ada@example.org",
                        "Ada",
                        "Lovelace",
                        PrimaryRole.QUALITY_ENGINEER,
                        false,
                        PlainPasswords.numbered(1_001)));
        assertThat(story.passwords.kept).containsEntry(PlainPasswords.numbered(1_001), OTHER_PASSWORD);
        verify(story.claims).take(ClaimKind.USERNAME, "ada", ADA.toString(), Rejection.USERNAME_TAKEN);
        verify(story.claims).take(ClaimKind.EMAIL, "ada@example.org", ADA.toString(), Rejection.EMAIL_TAKEN);
        verify(story.administrators, never()).join(any());
    }

    @Test
    void answers_the_user_as_it_now_is() {
        Accepted answer = UserStory.answer(whenAsked());

        assertThat(answer.version()).isZero();
        assertThat(answer.clients()).isEmpty();
        assertThat(answer.user().user()).isEqualTo(ADA);
        assertThat(answer.user().username()).isEqualTo("ada");
        assertThat(answer.user().secondaryRole()).isNull();
        assertThat(answer.user().administrator()).isFalse();
        assertThat(answer.user().locked()).isFalse();
        assertThat(answer.user().clientCount()).isZero();
        assertThat(answer.user().updatedBy()).isEqualTo("root");
        assertThat(answer.user().createdAt()).isEqualTo(answer.user().updatedAt());
    }

    @Test
    void a_new_administrator_joins_the_circle() {
        creation.primaryRole = PrimaryRole.QUALITY_MANAGER;
        creation.secondaryRole = SecondaryRole.ADMIN;

        Accepted answer = UserStory.answer(whenAsked());

        assertThat(answer.user().administrator()).isTrue();
        assertThat(answer.user().secondaryRole()).isEqualTo(SecondaryRole.ADMIN);
        verify(story.administrators).join(ADA);
    }

    @Test
    void secondary_role_none_means_no_secondary_role() {
        creation.primaryRole = PrimaryRole.QUALITY_MANAGER;
        creation.secondaryRole = SecondaryRole.NONE;

        assertThat(UserStory.answer(whenAsked()).user().secondaryRole()).isNull();
        verify(story.administrators, never()).join(any());
    }

    @Test
    void everything_absent_is_reported_at_once() {
        creation.username = null;
        creation.configuration = null;
        creation.email = null;
        creation.firstName = null;
        creation.lastName = null;
        creation.primaryRole = null;
        creation.password = null;
        creation.confirmation = null;

        assertThat(refused(whenAsked()))
                .containsExactly(
                        "/username required",
                        "/configuration required",
                        "/email required",
                        "/firstName required",
                        "/lastName required",
                        "/primaryRole required");
        assertThat(story.passwords.kept).hasSize(1);
    }

    @Test
    void everything_wrong_is_reported_at_once() {
        creation.username = "a d a";
        creation.email = "ada";
        creation.firstName = "A<b";
        creation.lastName = "x".repeat(101);
        creation.secondaryRole = SecondaryRole.ADMIN;
        creation.password = "short";
        creation.confirmation = "shorter";

        assertThat(refused(whenAsked()))
                .containsExactly(
                        "/username forbidden_character",
                        "/email invalid_email",
                        "/firstName forbidden_character",
                        "/lastName too_long",
                        "/secondaryRole admin_requires_quality_manager",
                        "/password too_short",
                        "/confirmPassword password_mismatch");
    }

    @Test
    void what_the_sender_found_is_reported_with_it_and_its_fields_have_no_second_error() {
        creation.primaryRole = null;
        creation.secondaryRole = SecondaryRole.ADMIN;
        creation.email = "";
        creation.flaws = List.of(new FieldError("/primaryRole", "unknown_value", "There is no such role."));

        assertThat(refused(whenAsked())).containsExactly("/primaryRole unknown_value", "/email required");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   "})
    void a_default_user_needs_a_password(String blank) {
        creation.password = blank;
        creation.confirmation = blank;

        assertThat(refused(whenAsked())).containsExactly("/password required");
    }

    @ParameterizedTest
    @EnumSource(
            value = SignInConfiguration.class,
            names = {"LDAP", "SAML"})
    void a_user_who_signs_in_elsewhere_has_no_password(SignInConfiguration configuration) {
        creation.configuration = configuration;

        assertThat(refused(whenAsked())).containsExactly("/password password_not_allowed");
    }

    @ParameterizedTest
    @EnumSource(
            value = SignInConfiguration.class,
            names = {"LDAP", "SAML"})
    void a_user_who_signs_in_elsewhere_is_created_without_one(SignInConfiguration configuration) {
        creation.configuration = configuration;
        creation.password = null;
        creation.confirmation = "";

        whenAsked()
                .expectEvents(new UserCreated(
                        ADA,
                        "ada",
                        configuration,
                        "ada@example.org",
                        "Ada",
                        "Lovelace",
                        PrimaryRole.QUALITY_ENGINEER,
                        false,
                        null));
    }

    @ParameterizedTest
    @EnumSource(
            value = PrimaryRole.class,
            names = {"QUALITY_LEAD", "QUALITY_ENGINEER"})
    void only_a_quality_manager_can_be_an_administrator(PrimaryRole role) {
        creation.primaryRole = role;
        creation.secondaryRole = SecondaryRole.ADMIN;

        assertThat(refused(whenAsked())).containsExactly("/secondaryRole admin_requires_quality_manager");
    }

    @Test
    void the_password_may_not_contain_the_username_in_any_case() {
        creation.password = "My.AdA.Rocks.1";
        creation.confirmation = "My.AdA.Rocks.1";

        assertThat(refused(whenAsked())).containsExactly("/password password_contains_username");
    }

    @Test
    void a_missing_confirmation_is_a_wrong_one() {
        creation.confirmation = null;

        assertThat(refused(whenAsked())).containsExactly("/confirmPassword password_mismatch");
    }

    @Test
    void a_taken_username_is_named() {
        doThrow(new Rejected(Rejection.USERNAME_TAKEN))
                .when(story.claims)
                .take(eq(ClaimKind.USERNAME), any(), any(), any());

        assertThat(UserStory.refusal(whenAsked())).isEqualTo(Refusal.of(Rejection.USERNAME_TAKEN, "/username"));
    }

    @Test
    void a_taken_email_is_named() {
        doThrow(new Rejected(Rejection.EMAIL_TAKEN)).when(story.claims).take(eq(ClaimKind.EMAIL), any(), any(), any());

        assertThat(UserStory.refusal(whenAsked())).isEqualTo(Refusal.of(Rejection.EMAIL_TAKEN, "/email"));
        assertThat(story.passwords.kept).as("no hash is kept for nothing").hasSize(1);
    }

    @Test
    void names_and_email_are_trimmed() {
        creation.firstName = "  Ada ";
        creation.lastName = "\tLovelace\n";
        creation.email = " ada@example.org ";

        var user = UserStory.answer(whenAsked()).user();

        assertThat(user.firstName()).isEqualTo("Ada");
        assertThat(user.lastName()).isEqualTo("Lovelace");
        assertThat(user.email()).isEqualTo("ada@example.org");
    }

    private ResultValidator<User> whenAsked() {
        return story.givenNothing().when(creation.wish(), ROOT);
    }
}
