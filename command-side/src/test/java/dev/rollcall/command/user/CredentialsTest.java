package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.command.field.FieldErrors;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    private final PlainPasswords passwords = new PlainPasswords();
    private final FieldErrors errors = new FieldErrors();

    @Test
    void without_a_history_any_password_may_come_back_but_the_current_one_is_kept() {
        Credentials credentials = new Credentials(passwords, new PlainPasskeys(), new PasswordPolicy(8, 128, 0, false));
        List<PasswordId> had = had(3);

        credentials.refuseUsed(errors, "Password-1", had);

        assertThat(errors.all()).isEmpty();
        assertThat(credentials.needed(had)).containsExactly(had.get(0));
        assertThat(credentials.surplus(had)).containsExactly(had.get(1), had.get(2));
    }

    @Test
    void as_many_are_needed_as_are_compared_with() {
        Credentials credentials = new Credentials(passwords, new PlainPasskeys(), new PasswordPolicy(8, 128, 2, false));
        List<PasswordId> had = had(3);

        assertThat(credentials.needed(had)).containsExactly(had.get(0), had.get(1));
        assertThat(credentials.surplus(had)).containsExactly(had.get(2));
        assertThat(credentials.surplus(had.subList(0, 2))).isEmpty();
    }

    @Test
    void a_used_one_says_how_far_back_one_looks() {
        Credentials credentials = new Credentials(passwords, new PlainPasskeys(), new PasswordPolicy(8, 128, 5, false));

        credentials.refuseUsed(errors, "Password-2", had(3));

        assertThat(errors.all())
                .containsExactly(new FieldError(
                        "/password", "password_reused", "It is the current password or one of the 4 before it."));
    }

    @Test
    void what_is_refused_already_is_not_compared() {
        Credentials credentials = new Credentials(passwords, new PlainPasskeys(), new PasswordPolicy(8, 128, 5, false));
        errors.add("/password", "too_short", "Too short.");

        credentials.refuseUsed(errors, "Password-2", had(3));

        assertThat(errors.all()).extracting(FieldError::code).containsExactly("too_short");
    }

    private List<PasswordId> had(int number) {
        return LongStream.rangeClosed(1, number)
                .mapToObj(i -> passwords.had(i, "Password-" + i))
                .toList();
    }
}
