package dev.rollcall.command.field;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is wrong with the fields of one wish, gathered so that all of it can be refused at once. What a check
 * returns is meant to be used only after {@link #refuseAny()} let the wish pass.
 */
public final class FieldErrors {

    /** The most characters of a name or an email address. */
    public static final int MOST_CHARACTERS = 100;

    private static final String FORBIDDEN_IN_NAMES = "~*+=?^%<>()|\\/";

    private final List<FieldError> errors = new ArrayList<>();

    public void add(String pointer, String code, String detail) {
        errors.add(new FieldError(pointer, code, detail));
    }

    /** Adds {@code required}. */
    public void required(String pointer) {
        add(pointer, "required", "A value is required.");
    }

    /** Notes ({@code required}) a value that is absent. */
    public <T> @Nullable T present(String pointer, @Nullable T value) {
        if (value == null) {
            required(pointer);
        }
        return value;
    }

    /**
     * A name of a person or client: trimmed, 1–100 characters, none of {@code ~ * + = ? ^ % < > ( ) | \ /}, no control
     * characters and no half characters. Notes {@code required}, {@code too_long}, {@code forbidden_character}.
     *
     * @return the name, trimmed; empty where it is absent
     */
    public String name(String pointer, @Nullable String value) {
        String name = line(pointer, value, MOST_CHARACTERS);
        if (name.codePoints().anyMatch(character -> FORBIDDEN_IN_NAMES.indexOf(character) >= 0)
                && !notedAt(pointer, "forbidden_character")) {
            add(pointer, "forbidden_character", "None of ~ * + = ? ^ % < > ( ) | \\ / may be used.");
        }
        return name;
    }

    /**
     * One line of text: trimmed, 1–{@code most} characters, no control characters and no half characters. Notes
     * {@code required}, {@code too_long}, {@code forbidden_character}.
     *
     * @return the text, trimmed; empty where it is absent
     */
    public String line(String pointer, @Nullable String value, int most) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty()) {
            required(pointer);
            return text;
        }
        if (text.codePointCount(0, text.length()) > most) {
            add(pointer, "too_long", "At most " + most + " characters are allowed.");
        }
        IntPredicate unprintable = character -> Character.isISOControl(character)
                || Character.getType(character) == Character.LINE_SEPARATOR
                || Character.getType(character) == Character.PARAGRAPH_SEPARATOR
                || Character.getType(character) == Character.SURROGATE;
        if (text.codePoints().anyMatch(unprintable)) {
            add(pointer, "forbidden_character", "Control characters may not be used.");
        }
        return text;
    }

    /** Whether a field has this fault already. */
    public boolean notedAt(String pointer, String code) {
        return errors.stream()
                .anyMatch(
                        error -> error.pointer().equals(pointer) && error.code().equals(code));
    }

    /** Whether a field has any fault. */
    public boolean notedAt(String pointer) {
        return errors.stream().anyMatch(error -> error.pointer().equals(pointer));
    }

    public List<FieldError> all() {
        return List.copyOf(errors);
    }

    /** Refuses ({@code invalid_values}) where anything was noted, and names it all. */
    public void refuseAny() {
        Rejected.whenInvalid(errors);
    }
}
