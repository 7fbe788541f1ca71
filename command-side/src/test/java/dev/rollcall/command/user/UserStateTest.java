package dev.rollcall.command.user;

import static dev.rollcall.command.user.UserStory.ADA;
import static dev.rollcall.command.user.UserStory.BEGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Actor;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.AdminGranted;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserUnlocked;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserStateTest {

    private final UserStory story = new UserStory();

    @Test
    void begins_with_everything_its_creation_says() {
        UserState state = after(story.administrator());

        assertThat(state.user()).isEqualTo(ADA);
        assertThat(state.username()).isEqualTo("ada");
        assertThat(state.configuration()).isEqualTo(SignInConfiguration.DEFAULT);
        assertThat(state.passwords()).containsExactly(story.first);
        assertThat(state.administrator()).isTrue();
        assertThat(state.activeAdministrator()).isTrue();
        assertThat(state.locked()).isFalse();
        assertThat(state.removed()).isFalse();
        assertThat(state.version()).isZero();
        assertThat(state.createdAt()).isEqualTo(BEGIN);
        assertThat(state.actor())
                .isEqualTo(new Actor(Actor.Kind.USER, ADA.toString(), "ada", List.of("QUALITY_MANAGER", "ADMIN")));
    }

    @Test
    void nothing_begins_without_a_creation() {
        assertThatThrownBy(() -> after(new UserRemoved(ADA))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void each_fact_changes_what_it_says_and_nothing_else() {
        UserCreated created = story.manager();
        UserState before = after(created);

        assertThat(after(created, new UserRenamed(ADA, "A", "L")))
                .usingRecursiveComparison()
                .ignoringFields("firstName", "lastName", "version", "updatedAt", "updatedBy")
                .isEqualTo(before);
        assertThat(after(created, new UserRenamed(ADA, "A", "L")).view(0))
                .extracting("firstName", "lastName")
                .containsExactly("A", "L");
        assertThat(after(created, new UserEmailChanged(ADA, "x@y")).email()).isEqualTo("x@y");
        assertThat(after(created, new PrimaryRoleChanged(ADA, PrimaryRole.QUALITY_LEAD))
                        .primaryRole())
                .isEqualTo(PrimaryRole.QUALITY_LEAD);
        assertThat(after(created, new AdminGranted(ADA)).view(0).secondaryRole())
                .isEqualTo(SecondaryRole.ADMIN);
        assertThat(after(created, new AdminGranted(ADA), new AdminDropped(ADA))
                        .view(0)
                        .secondaryRole())
                .isNull();
        assertThat(after(created, new UserLocked(ADA, 5)).locked()).isTrue();
        assertThat(after(created, new UserLocked(ADA, 5), new UserUnlocked(ADA)).locked())
                .isFalse();
    }

    @Test
    void a_removed_user_has_no_passwords_and_is_no_active_administrator() {
        UserState state = after(story.administrator(), new UserRemoved(ADA));

        assertThat(state.removed()).isTrue();
        assertThat(state.passwords()).isEmpty();
        assertThat(state.activeAdministrator()).isFalse();
        assertThat(state.administrator()).isTrue();
    }

    @Test
    void a_locked_administrator_is_one_but_no_active_one() {
        UserState state = after(story.administrator(), new UserLocked(ADA, 5));

        assertThat(state.administrator()).isTrue();
        assertThat(state.activeAdministrator()).isFalse();
    }

    @Test
    void one_role_alone_does_not_make_an_administrator() {
        assertThat(after(story.manager()).administrator()).isFalse();
        assertThat(after(story.created(PrimaryRole.QUALITY_LEAD, true)).administrator())
                .isFalse();
        assertThat(after(story.manager()).actor().roles()).containsExactly("QUALITY_MANAGER");
    }

    @Test
    void creation_unlock_and_another_password_let_one_begin_anew_and_nothing_else_does() {
        UserEvent[] facts = {
            story.engineer(),
            new UserRenamed(ADA, "A", "L"),
            new PasswordChanged(ADA, PlainPasswords.numbered(2)),
            new UserLocked(ADA, 5),
            new UserUnlocked(ADA),
            new UserRemoved(ADA)
        };

        long[] fresh = new long[facts.length];
        UserState state = null;
        for (int i = 0; i < facts.length; i++) {
            state = UserState.after(state, facts[i], i, BEGIN.plusSeconds(i), "", "root");
            fresh[i] = state.fresh();
            assertThat(state.freshAt()).isEqualTo(BEGIN.plusSeconds(state.fresh()));
        }

        assertThat(fresh).containsExactly(0, 0, 2, 2, 4, 4);
    }

    @Test
    void passwords_are_remembered_latest_first_as_far_back_as_any_policy_looks() {
        UserState state = after(story.engineer());
        for (int number = 2; number <= 30; number++) {
            state = UserState.after(
                    state, new PasswordChanged(ADA, PlainPasswords.numbered(number)), number, BEGIN, "", "root");
        }

        assertThat(state.passwords()).hasSize(25).startsWith(PlainPasswords.numbered(30), PlainPasswords.numbered(29));
    }

    @Test
    void the_view_says_who_changed_it_last_and_when() {
        UserState state = UserState.after(
                after(story.engineer()), new UserRenamed(ADA, "A", "L"), 1, BEGIN.plusSeconds(9), "", "grace");

        assertThat(state.view(7).updatedBy()).isEqualTo("grace");
        assertThat(state.view(7).updatedAt()).isEqualTo(BEGIN.plusSeconds(9));
        assertThat(state.view(7).createdAt()).isEqualTo(BEGIN);
        assertThat(state.view(7).clientCount()).isEqualTo(7);
        assertThat(state.view(7).version()).isEqualTo(1);
    }

    static UserState after(UserEvent... facts) {
        UserState state = null;
        for (int i = 0; i < facts.length; i++) {
            state = UserState.after(state, facts[i], i, BEGIN, "", "root");
        }
        return state;
    }
}
