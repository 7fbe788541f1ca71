package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.api.FieldError;
import dev.rollcall.command.field.FieldErrors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {

    private final PasswordPolicy policy = new PasswordPolicy(8, 128, 5, true);
    private final FieldErrors errors = new FieldErrors();

    @ParameterizedTest
    @ValueSource(strings = {"Abcdef1!", "Pass word 1", "Größe.123", "Aa1€Aa1€", "Aa1-👍👍👍👍"})
    void these_are_good_enough(String password) {
        policy.check(errors, "/password", password);

        assertThat(errors.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Abcde1!, too_short",
        "abcdef1!, password_too_weak",
        "ABCDEF1!, password_too_weak",
        "Abcdefg!, password_too_weak",
        "Abcdefg1, password_too_weak"
    })
    void these_are_not(String password, String code) {
        policy.check(errors, "/password", password);

        assertThat(errors.all()).extracting(FieldError::code).containsExactly(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Password1!", "Welcome2026!", "!!Iloveyou12", "Passw0rd!!", "Qwerty123!", "(Superman-77)"})
    void these_everybody_tries_first(String password) {
        policy.check(errors, "/password", password);

        assertThat(errors.all()).extracting(FieldError::code).contains("password_too_common");
    }

    @ParameterizedTest
    @ValueSource(strings = {"My.Password.1-of-mine", "+4711-815Dragon.", "Superman-lunch-77", "1234-Aa-5678"})
    void a_common_word_among_others_is_none_of_them(String password) {
        policy.check(errors, "/password", password);

        assertThat(errors.all()).isEmpty();
    }

    @Test
    void they_are_refused_only_where_that_is_wanted() {
        PasswordPolicy asDecided = new PasswordPolicy(8, 128, 5, false);
        asDecided.check(errors, "/password", "Password1!");

        assertThat(errors.all()).isEmpty();
        assertThat(asDecided.containsContext("The.Winter.7", java.util.List.of("Winter")))
                .isFalse();
    }

    @Test
    void more_than_three_thousand_are_known() {
        assertThat(CommonPasswords.size()).isGreaterThan(29_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"My-RollCall-1", "The.Winter.7", "ada-marie.77-X", "Countess!42", "Xx-ADALO-99"})
    void what_one_thinks_of_who_knows_the_user_is_found(String password) {
        assertThat(policy.containsContext(password, java.util.List.of("adalo", "Ada-Marie", "Winter", "countess.x")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ada.Is.7.Words", "Rolling-7-Calls", "Wint-7-Eral"})
    void short_words_and_parts_of_words_are_nothing(String password) {
        assertThat(policy.containsContext(password, java.util.List.of("ada", "Ada", "Winter", "x.y")))
                .isFalse();
    }

    @Test
    void everything_a_weak_one_lacks_is_named() {
        policy.check(errors, "/password", "ÄÄÄÄÄÄÄÄ");

        assertThat(errors.all())
                .extracting(FieldError::detail)
                .containsExactly("It lacks a lower case letter, a digit, a special character.");
    }

    @Test
    void a_password_has_at_most_a_hundred_and_twenty_eight_characters() {
        policy.check(errors, "/full", "Aa1!" + "x".repeat(124));
        policy.check(errors, "/long", "Aa1!" + "x".repeat(125));

        assertThat(errors.all())
                .extracting(FieldError::pointer, FieldError::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/long", "too_long"));
    }

    @Test
    void a_character_outside_the_basic_plane_is_one_character() {
        policy.check(errors, "/password", "Aa1-👍👍👍");

        assertThat(errors.all()).extracting(FieldError::code).containsExactly("too_short");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Abcdef1!\u0000", "Abcdef1!\n", "Abcdef1!\ud800"})
    void what_cannot_be_typed_in_a_line_is_refused(String password) {
        policy.check(errors, "/password", password);

        assertThat(errors.all()).extracting(FieldError::code).containsExactly("forbidden_character");
    }

    @Test
    void a_username_is_found_in_any_case() {
        assertThat(PasswordPolicy.containsName("xxADAxx", "ada")).isTrue();
        assertThat(PasswordPolicy.containsName("xxadaxx", "ADA")).isTrue();
        assertThat(PasswordPolicy.containsName("xxadxax", "ada")).isFalse();
        assertThat(PasswordPolicy.containsName("anything", "")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,1,5", "9,8,5", "8,128,-1", "8,128,26"})
    void limits_that_make_no_sense_are_refused(int fewest, int most, int history) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordPolicy(fewest, most, history, true));
    }

    @ParameterizedTest
    @CsvSource({"1,1,0", "8,8,25"})
    void limits_at_the_edge_are_not(int fewest, int most, int history) {
        assertThat(new PasswordPolicy(fewest, most, history, true).history()).isEqualTo(history);
    }
}
