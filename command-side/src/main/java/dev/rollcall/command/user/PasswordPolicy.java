package dev.rollcall.command.user;

import dev.rollcall.command.field.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a password must be like, whoever sets it.
 *
 * @param fewestCharacters 1 or more
 * @param mostCharacters no less than the fewest
 * @param history how many passwords, the current one included, may not be used again; 0 to 25
 * @param refuseCommon whether the most common ones are refused, and those that contain what is known about the user
 */
record PasswordPolicy(int fewestCharacters, int mostCharacters, int history, boolean refuseCommon) {

    private static final int SHORTEST_WORD = 4;
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Refuses (IllegalArgumentException) limits outside the ranges above. */
    PasswordPolicy {
        if (fewestCharacters < 1
                || mostCharacters < fewestCharacters
                || history < 0
                || history > UserState.MOST_PASSWORDS) {
            throw new IllegalArgumentException(
                    "a password policy needs 1 <= fewest <= most characters and a history of 0 to "
                            + UserState.MOST_PASSWORDS);
        }
    }

    /**
     * Notes what is wrong with a password by itself: {@code too_short}, {@code too_long}, {@code forbidden_character},
     * {@code password_too_weak}, {@code password_too_common}.
     */
    void check(FieldErrors errors, String pointer, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < fewestCharacters) {
            errors.add(pointer, "too_short", "At least " + fewestCharacters + " characters are needed.");
        }
        if (length > mostCharacters) {
            errors.add(pointer, "too_long", "At most " + mostCharacters + " characters are allowed.");
        }
        if (password.codePoints().anyMatch(FieldErrors::unprintable)) {
            errors.add(pointer, "forbidden_character", "Control characters may not be used.");
        }
        List<String> missing = new ArrayList<>();
        note(missing, "an upper case letter", password, Character::isUpperCase);
        note(missing, "a lower case letter", password, Character::isLowerCase);
        note(missing, "a digit", password, Character::isDigit);
        note(missing, "a special character", password, character -> !Character.isLetterOrDigit(character));
        if (!missing.isEmpty()) {
            errors.add(pointer, "password_too_weak", "It lacks " + String.join(", ", missing) + ".");
        }
        if (refuseCommon && CommonPasswords.contain(password)) {
            errors.add(
                    pointer,
                    "password_too_common",
                    "It is one of the most common passwords, or one with digits and special characters around it.");
        }
    }

    /**
     * Whether a password may not be used as it contains what everybody thinks of first who knows the user, or this program: a word of at least
     * {@value #SHORTEST_WORD} letters, regardless of case.
     *
     * @param about names and address of the user
     */
    boolean containsContext(String password, List<String> about) {
        return refuseCommon
                && Stream.concat(Stream.of("rollcall"), about.stream().flatMap(NO_LETTERS::splitAsStream))
                        .filter(word -> word.length() >= SHORTEST_WORD)
                        .anyMatch(word -> containsName(password, word));
    }

    /** Whether a password contains a username, regardless of case. */
    static boolean containsName(String password, String username) {
        return !username.isEmpty() && password.toLowerCase(Locale.ROOT).contains(username.toLowerCase(Locale.ROOT));
    }

    private static void note(List<String> missing, String what, String password, IntPredicate kind) {
        if (password.codePoints().noneMatch(kind)) {
            missing.add(what);
        }
    }
}
