package dev.rollcall.command.user;

import static dev.rollcall.command.user.UserStory.ADA;
import static dev.rollcall.command.user.UserStory.OTHER_PASSWORD;
import static dev.rollcall.command.user.UserStory.PASSWORD;
import static dev.rollcall.command.user.UserStory.ROOT;
import static dev.rollcall.command.user.UserStory.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.AdminGranted;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.command.claim.ClaimKind;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EditUserTest {

    private final UserStory story = new UserStory();
    private final UserStory.Edit edit = story.new Edit();

    @Test
    void an_edit_of_nothing_succeeds_and_records_nothing() {
        ResultValidator<User> result = when(story.engineer());

        result.expectSuccessfulHandlerExecution().expectNoEvents();
        assertThat(UserStory.answer(result).version()).isZero();
        verifyNoInteractions(story.administrators);
    }

    @Test
    void an_edit_to_what_is_there_already_records_nothing() {
        edit.username = "ada";
        edit.configuration = SignInConfiguration.DEFAULT;
        edit.email = " ada@example.org ";
        edit.firstName = "Ada";
        edit.lastName = "Lovelace ";
        edit.roles(PrimaryRole.QUALITY_MANAGER, SecondaryRole.ADMIN).password(" ");

        when(story.administrator()).expectSuccessfulHandlerExecution().expectNoEvents();
        verify(story.claims, never()).take(any(), any(), any(), any());
    }

    @Test
    void records_what_changed_meaning_by_meaning() {
        edit.email = "countess@example.org";
        edit.firstName = "Augusta Ada";
        edit.roles(PrimaryRole.QUALITY_MANAGER, SecondaryRole.ADMIN).password(OTHER_PASSWORD);

        ResultValidator<User> result = when(story.engineer());

        result.expectEvents(
                new UserRenamed(ADA, "Augusta Ada", "Lovelace"),
                new UserEmailChanged(ADA, "countess@example.org"),
                new PrimaryRoleChanged(ADA, PrimaryRole.QUALITY_MANAGER),
                new AdminGranted(ADA),
                new PasswordChanged(ADA, PlainPasswords.numbered(1_001)));
        verify(story.administrators).join(ADA);
        Accepted answer = UserStory.answer(result);
        assertThat(answer.version()).isEqualTo(5);
        assertThat(answer.user().email()).isEqualTo("countess@example.org");
        assertThat(answer.user().firstName()).isEqualTo("Augusta Ada");
        assertThat(answer.user().lastName()).isEqualTo("Lovelace");
        assertThat(answer.user().administrator()).isTrue();
        assertThat(answer.user().clientCount()).isEqualTo(3);
        assertThat(answer.user().createdAt()).isEqualTo(UserStory.BEGIN);
        assertThat(answer.user().updatedAt()).isEqualTo(UserStory.BEGIN.plusSeconds(60));
    }

    @Test
    void a_change_of_the_last_name_alone_is_a_change() {
        edit.lastName = "King";

        when(story.engineer()).expectEvents(new UserRenamed(ADA, "Ada", "King"));
    }

    @Test
    void the_old_email_is_given_up_for_the_new_one() {
        edit.email = "countess@example.org";

        when(story.engineer());

        verify(story.claims).take(ClaimKind.EMAIL, "countess@example.org", ADA.toString(), Rejection.EMAIL_TAKEN);
        verify(story.claims).release(ClaimKind.EMAIL, "ada@example.org");
    }

    @Test
    void the_same_email_written_differently_stays_claimed() {
        edit.email = "Ada@Example.org";

        when(story.engineer()).expectEvents(new UserEmailChanged(ADA, "Ada@Example.org"));
        verify(story.claims, never()).release(any(), any());
    }

    @Test
    void a_taken_email_is_named() {
        edit.email = "bob@example.org";
        doThrow(new Rejected(Rejection.EMAIL_TAKEN)).when(story.claims).take(any(), any(), any(), any());

        assertThat(UserStory.refusal(when(story.engineer()))).isEqualTo(Refusal.of(Rejection.EMAIL_TAKEN, "/email"));
    }

    @Test
    void an_edit_based_on_another_version_is_refused_before_anything_else() {
        edit.version = 0L;
        edit.email = "nonsense";

        ResultValidator<User> result = when(story.engineer(), new UserRenamed(ADA, "A", "L"));

        assertThat(UserStory.refusal(result))
                .isEqualTo(Rejected.stale(1, "root").refusal());
    }

    @Test
    void an_edit_based_on_this_version_is_accepted() {
        edit.version = 1L;
        edit.firstName = "Ada";

        when(story.engineer(), new UserRenamed(ADA, "A", "L")).expectEvents(new UserRenamed(ADA, "Ada", "L"));
    }

    @Test
    void everything_wrong_is_reported_at_once() {
        edit.username = "bob";
        edit.configuration = SignInConfiguration.LDAP;
        edit.email = "a@b@c";
        edit.firstName = " ";
        edit.lastName = "a/b";
        edit.roles(PrimaryRole.QUALITY_LEAD, SecondaryRole.ADMIN).password("weakweakweak");
        edit.confirmation = "other";

        assertThat(refused(when(story.engineer())))
                .containsExactly(
                        "/username immutable_field",
                        "/configuration immutable_field",
                        "/email invalid_email",
                        "/firstName required",
                        "/lastName forbidden_character",
                        "/secondaryRole admin_requires_quality_manager",
                        "/password password_too_weak",
                        "/confirmPassword password_mismatch");
    }

    @Test
    void a_username_in_another_case_is_another_username() {
        edit.username = "Ada";

        assertThat(refused(when(story.engineer()))).containsExactly("/username immutable_field");
    }

    @Test
    void what_the_sender_found_is_reported_with_it() {
        edit.flaws = List.of(
                new FieldError("/email", "required", "A value is required."),
                new FieldError("/primaryRole", "unknown_value", "There is no such role."));
        edit.secondaryRole = SecondaryRole.ADMIN;
        edit.firstName = "";

        assertThat(refused(when(story.engineer())))
                .containsExactly("/email required", "/primaryRole unknown_value", "/firstName required");
    }

    @Test
    void admin_needs_the_primary_role_that_results() {
        edit.secondaryRole = SecondaryRole.ADMIN;

        assertThat(refused(when(story.engineer()))).containsExactly("/secondaryRole admin_requires_quality_manager");
    }

    @Test
    void a_quality_manager_becomes_an_administrator() {
        edit.secondaryRole = SecondaryRole.ADMIN;

        when(story.manager()).expectEvents(new AdminGranted(ADA));
        verify(story.administrators).join(ADA);
    }

    @ParameterizedTest
    @EnumSource(
            value = PrimaryRole.class,
            names = {"QUALITY_LEAD", "QUALITY_ENGINEER"})
    void admin_is_dropped_as_a_fact_of_its_own_with_the_primary_role(PrimaryRole role) {
        edit.primaryRole = role;

        ResultValidator<User> result = when(story.administrator());

        result.expectEvents(new PrimaryRoleChanged(ADA, role), new AdminDropped(ADA));
        verify(story.administrators).leave(ADA);
        assertThat(UserStory.answer(result).user().secondaryRole()).isNull();
    }

    @Test
    void admin_can_be_taken_away_alone() {
        edit.secondaryRole = SecondaryRole.NONE;

        when(story.administrator()).expectEvents(new AdminDropped(ADA));
        verify(story.administrators).leave(ADA);
    }

    @Test
    void another_primary_role_with_explicit_admin_is_refused_even_of_an_administrator() {
        edit.roles(PrimaryRole.QUALITY_LEAD, SecondaryRole.ADMIN);

        assertThat(refused(when(story.administrator())))
                .containsExactly("/secondaryRole admin_requires_quality_manager");
    }

    @Test
    void the_last_administrator_stays_one() {
        doThrow(new Rejected(Rejection.LAST_ADMINISTRATOR))
                .when(story.administrators)
                .leave(ADA);
        edit.secondaryRole = SecondaryRole.NONE;

        assertThat(UserStory.refusal(when(story.administrator()))).isEqualTo(new Refusal(Rejection.LAST_ADMINISTRATOR));
    }

    @Test
    void a_locked_administrator_is_no_active_one_and_may_be_demoted() {
        edit.secondaryRole = SecondaryRole.NONE;

        when(story.administrator(), new UserLocked(ADA, 5)).expectEvents(new AdminDropped(ADA));
        verifyNoInteractions(story.administrators);
    }

    @Test
    void another_password_unlocks() {
        edit.password(OTHER_PASSWORD);

        when(story.administrator(), new UserLocked(ADA, 5))
                .expectEvents(new PasswordChanged(ADA, PlainPasswords.numbered(1_001)), new UserUnlocked(ADA));
        verify(story.administrators).join(ADA);
    }

    @Test
    void a_locked_user_with_the_same_password_stays_locked() {
        edit.firstName = "Augusta";

        when(story.engineer(), new UserLocked(ADA, 5)).expectEvents(new UserRenamed(ADA, "Augusta", "Lovelace"));
    }

    @ParameterizedTest
    @EnumSource(
            value = SignInConfiguration.class,
            names = {"LDAP", "SAML"})
    void a_user_who_signs_in_elsewhere_gets_no_password(SignInConfiguration configuration) {
        edit.password(OTHER_PASSWORD);

        assertThat(refused(when(story.foreign(configuration)))).containsExactly("/password password_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\t"})
    void a_blank_password_leaves_it_unchanged(String blank) {
        edit.password = blank;

        when(story.engineer()).expectSuccessfulHandlerExecution().expectNoEvents();
    }

    @Test
    void a_confirmation_of_nothing_is_refused() {
        edit.confirmation = OTHER_PASSWORD;

        assertThat(refused(when(story.engineer()))).containsExactly("/confirmPassword password_mismatch");
    }

    @Test
    void a_password_without_confirmation_is_refused() {
        edit.password = OTHER_PASSWORD;

        assertThat(refused(when(story.engineer()))).containsExactly("/confirmPassword password_mismatch");
    }

    @Test
    void a_password_with_the_username_in_it_is_refused() {
        edit.password("1.xADAx.1-long");

        assertThat(refused(when(story.engineer()))).containsExactly("/password password_contains_username");
    }

    @Test
    void the_current_password_is_refused() {
        edit.password(PASSWORD);

        assertThat(refused(when(story.engineer()))).containsExactly("/password password_reused");
    }

    @Test
    void the_current_password_and_four_before_it_are_refused_and_the_one_before_them_is_free() {
        UserEvent[] history = history(6);

        for (int number = 2; number <= 6; number++) {
            story.passwords.forgotten.clear();
            edit.password("Earlier-Password-" + number);
            assertThat(refused(when(history)))
                    .as("password %d of 6", number)
                    .containsExactly("/password password_reused");
        }
        edit.password("Earlier-Password-1");
        when(history).expectEvents(new PasswordChanged(ADA, PlainPasswords.numbered(1_001)));
    }

    @Test
    void what_no_password_is_compared_with_any_more_is_forgotten() {
        edit.password(OTHER_PASSWORD);

        when(history(6)).expectSuccessfulHandlerExecution();

        assertThat(story.passwords.forgotten).containsExactly(PlainPasswords.numbered(2), PlainPasswords.numbered(1));
    }

    @Test
    void no_hash_is_kept_for_a_refused_edit() {
        edit.password(OTHER_PASSWORD);
        edit.firstName = "";

        assertThat(refused(when(story.engineer()))).containsExactly("/firstName required");
        assertThat(story.passwords.kept).hasSize(1);
    }

    @Test
    void nobody_edits_a_removed_user() {
        assertThat(UserStory.refusal(when(story.engineer(), new UserRemoved(ADA))))
                .isEqualTo(new Refusal(Rejection.USER_NOT_FOUND));
    }

    @Test
    void nobody_edits_a_user_who_never_was() {
        story.givenNothing().when(edit.wish(), ROOT).expectException(AggregateNotFoundException.class);
    }

    /** So many passwords, one after the other. */
    private UserEvent[] history(int passwords) {
        List<UserEvent> facts = new ArrayList<>(List.of(story.engineer()));
        story.passwords.had(1, "Earlier-Password-1");
        for (int number = 2; number <= passwords; number++) {
            facts.add(new PasswordChanged(ADA, story.passwords.had(number, "Earlier-Password-" + number)));
        }
        return facts.toArray(UserEvent[]::new);
    }

    private ResultValidator<User> when(UserEvent... facts) {
        EditUser wish = edit.wish();
        return story.given(facts).when(wish, ROOT);
    }
}
