package dev.rollcall.command.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldErrorsTest {

    private final FieldErrors errors = new FieldErrors();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "Ada",
                "Ada-Marie O'Neil",
                "Änne",
                "李",
                "𝒜da",
                "Ada & Sons, No. 1; #2 @home: \"x\" {y} [z] $5 !",
                "a_b"
            })
    void these_are_names(String name) {
        assertThat(errors.name("/name", name)).isEqualTo(name);
        assertThat(errors.all()).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
    void a_name_of_nothing_is_required(String blank) {
        assertThat(errors.name("/name", blank)).isEmpty();
        assertThat(codes()).containsExactly("/name required");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100})
    void a_name_may_have_up_to_a_hundred_characters(int length) {
        errors.name("/name", "x".repeat(length));

        assertThat(errors.all()).isEmpty();
    }

    @Test
    void a_name_may_not_have_a_hundred_and_one() {
        errors.name("/name", "x".repeat(101));

        assertThat(codes()).containsExactly("/name too_long");
    }

    @Test
    void a_character_outside_the_basic_plane_is_one_character() {
        errors.name("/name", "𝒜".repeat(100));
        assertThat(errors.all()).isEmpty();

        errors.name("/name", "𝒜".repeat(101));
        assertThat(codes()).containsExactly("/name too_long");
    }

    @Test
    void blanks_around_a_name_are_taken_off_before_it_is_measured() {
        assertThat(errors.name("/name", "  " + "x".repeat(100) + " ")).hasSize(100);
        assertThat(errors.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "*", "+", "=", "?", "^", "%", "<", ">", "(", ")", "|", "\\", "/"})
    void these_characters_are_forbidden_in_names(String character) {
        errors.name("/first", character);
        errors.name("/middle", "a" + character + "b");

        assertThat(codes()).containsExactly("/first forbidden_character", "/middle forbidden_character");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0000b",
                "a\u0001b",
                "a\nb",
                "a\tb",
                "a\u007fb",
                "a\u0085b",
                "a\u009fb",
                "a\u2028b",
                "a\u2029b",
                "a\ud800b",
                "a\udc00b",
                "\udc00\ud800"
            })
    void control_characters_line_ends_and_half_characters_are_forbidden_in_names(String name) {
        errors.name("/name", name);

        assertThat(codes()).containsExactly("/name forbidden_character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A.b@c_D-9", "0"})
    void these_are_usernames(String username) {
        assertThat(errors.username("/username", username)).isEqualTo(username);
        assertThat(errors.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", " a", "a ", "ä", "a\u0000", "a/b", "a+b", "a,b", "a\n"})
    void these_are_not(String username) {
        errors.username("/username", username);

        assertThat(codes()).containsExactly("/username forbidden_character");
    }

    @Test
    void a_username_has_one_to_a_hundred_characters() {
        errors.username("/full", "x".repeat(100));
        errors.username("/long", "x".repeat(101));
        errors.username("/blank", "  ");
        errors.username("/absent", null);

        assertThat(codes()).containsExactly("/long too_long", "/blank required", "/absent required");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "ada@example.org",
                "ada.lovelace+x@sub.example.co.uk",
                "o'neil@example.org",
                "änne@müller.de",
                "a@b-c.d",
                "1@2.3"
            })
    void these_are_email_addresses(String email) {
        assertThat(errors.email("/email", " " + email + " ")).isEqualTo(email);
        assertThat(errors.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "@b",
                "a@",
                "a@b@c",
                "a b@c",
                "a@b c",
                "a@b,c@d",
                "a@b;c@d",
                ".a@b",
                "a.@b",
                "a..b@c",
                "a@.b",
                "a@b.",
                "a@b..c",
                "a@-b",
                "a@b-",
                "a@b_c",
                "<a@b>",
                "Ada <a@b>",
                "a@b\u0000",
                "a\ud800@b",
                "mailto:a@b",
                "a@[127.0.0.1]"
            })
    void these_are_not_one_email_address(String email) {
        errors.email("/email", email);

        assertThat(codes()).containsExactly("/email invalid_email");
    }

    @Test
    void an_email_address_has_one_to_a_hundred_characters() {
        errors.email("/full", "a@" + "b".repeat(49) + "." + "c".repeat(48));
        errors.email("/long", "a@" + "b".repeat(49) + "." + "c".repeat(49));
        errors.email("/blank", " ");
        errors.email("/absent", null);

        assertThat(codes()).containsExactly("/long too_long", "/blank required", "/absent required");
    }

    @Test
    void a_very_long_wrong_address_is_refused_without_looking_at_it() {
        errors.email("/email", "a.".repeat(200_000));
        errors.username("/username", "ä".repeat(200_000));

        assertThat(codes()).containsExactly("/email too_long", "/username too_long");
    }

    @Test
    void one_line_has_a_length_of_its_own() {
        assertThat(errors.line("/host", " lab-1 ", 5)).isEqualTo("lab-1");
        errors.line("/long", "lab-12", 5);

        assertThat(codes()).containsExactly("/long too_long");
    }

    @Test
    void a_field_has_one_error_the_first() {
        errors.add("/a", "one", "One.");
        errors.add("/a", "two", "Two.");
        errors.add("/b", "three", "Three.");

        assertThat(errors.all())
                .containsExactly(new FieldError("/a", "one", "One."), new FieldError("/b", "three", "Three."));
        assertThat(errors.notedAt("/a")).isTrue();
        assertThat(errors.notedAt("/c")).isFalse();
    }

    @Test
    void what_the_sender_found_comes_first() {
        FieldErrors begun = new FieldErrors(List.of(new FieldError("/a", "unknown_value", "Unknown.")));

        begun.required("/a");
        begun.required("/b");

        assertThat(begun.all()).extracting(FieldError::code).containsExactly("unknown_value", "required");
    }

    @Test
    void fields_of_a_part_are_named_within_it() {
        FieldErrors part = new FieldErrors(
                "/details", List.of(new FieldError("/a", "x", "X."), new FieldError("/details/b", "y", "Y.")));
        part.required("/a");
        part.required("/c");
        errors.addAll(part);

        assertThat(codes()).containsExactly("/details/a x", "/details/b y", "/details/c required");
        assertThat(part.notedAt("/b")).isTrue();
    }

    @Test
    void what_is_present_is_given_back() {
        assertThat(errors.present("/a", "there")).isEqualTo("there");
        assertThat(errors.all()).isEmpty();
        assertThat(errors.<String>present("/b", null)).isNull();
        assertThat(codes()).containsExactly("/b required");
    }

    @Test
    void any_error_refuses_and_none_does_not() {
        errors.refuseAny();
        errors.required("/a");

        assertThatThrownBy(errors::refuseAny).isInstanceOfSatisfying(Rejected.class, refused -> {
            assertThat(refused.refusal().rejection()).isEqualTo(Rejection.INVALID_VALUES);
            assertThat(refused.refusal().errors()).isEqualTo(errors.all());
        });
    }

    @Test
    void a_refusal_without_a_field_gets_the_field_it_is_about() {
        assertThat(FieldErrors.at("/email", () -> "done")).isEqualTo("done");
        assertThatThrownBy(() -> FieldErrors.at("/email", () -> {
                    throw new Rejected(Rejection.EMAIL_TAKEN);
                }))
                .isInstanceOfSatisfying(Rejected.class, refused -> assertThat(refused.refusal())
                        .isEqualTo(Refusal.of(Rejection.EMAIL_TAKEN, "/email")));
    }

    @Test
    void a_refusal_that_names_fields_already_keeps_them() {
        Refusal named = Refusal.of(Rejection.EMAIL_TAKEN, "/other");

        assertThatThrownBy(() -> FieldErrors.at("/email", () -> {
                    throw new Rejected(named);
                }))
                .isInstanceOfSatisfying(
                        Rejected.class, refused -> assertThat(refused.refusal()).isEqualTo(named));
    }

    private List<String> codes() {
        return errors.all().stream()
                .map(error -> error.pointer() + " " + error.code())
                .toList();
    }
}
