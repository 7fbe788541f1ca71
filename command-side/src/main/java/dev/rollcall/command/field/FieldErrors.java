package dev.rollcall.command.field;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is wrong with the fields of one wish, gathered so that all of it can be refused at once: one error a
 * field, the first that was found. What a check returns is meant to be used only after {@link #refuseAny()} let the wish
 * pass.
 */
public final class FieldErrors {

    /** The most characters of a name or an email address. */
    public static final int MOST_CHARACTERS = 100;

    private static final String FORBIDDEN_IN_NAMES = "~*+=?^%<>()|\\/";
    private static final String ATOM = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?";
    private static final Pattern EMAIL = Pattern.compile(ATOM + "(\\." + ATOM + ")*@" + LABEL + "(\\." + LABEL + ")*");
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9.@_-]+");

    private final List<FieldError> errors = new ArrayList<>();
    private final String within;

    public FieldErrors() {
        this(List.of());
    }

    /**
     * Starts from what the sender of the wish found already. A value that could not be read is not absent: about its field
     * nothing is added.
     */
    public FieldErrors(List<FieldError> flaws) {
        this("", flaws);
    }

    /**
     * Likewise, of fields that are part of a larger wish.
     *
     * @param within where the fields are, as a JSON Pointer; empty where they are at the top
     */
    public FieldErrors(String within, List<FieldError> flaws) {
        this.within = within;
        flaws.forEach(flaw -> {
            String pointer = flaw.pointer().startsWith(within + "/")
                    ? flaw.pointer().substring(within.length())
                    : flaw.pointer();
            add(pointer, flaw.code(), flaw.detail());
        });
    }

    /** Notes an error, unless its field has one already. */
    public void add(String pointer, String code, String detail) {
        if (!notedAt(pointer)) {
            errors.add(new FieldError(within + pointer, code, detail));
        }
    }

    /** Takes over all errors of another part of the same wish. */
    public void addAll(FieldErrors others) {
        errors.addAll(others.errors);
    }

    /** Notes {@code required}. */
    public void required(String pointer) {
        add(pointer, "required", "A value is required.");
    }

    /** Notes {@code required} where a value is absent. */
    public <T extends @Nullable Object> T present(String pointer, T value) {
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
        if (name.codePoints().anyMatch(character -> FORBIDDEN_IN_NAMES.indexOf(character) >= 0)) {
            add(pointer, "forbidden_character", "None of ~ * + = ? ^ % < > ( ) | \\ / may be used.");
        }
        return name;
    }

    /**
     * A username, as it is typed: 1–100 of {@code A-Z a-z 0-9 . @ _ -}. Notes {@code required}, {@code too_long},
     * {@code forbidden_character}.
     */
    public String username(String pointer, @Nullable String value) {
        if (value == null || value.isBlank()) {
            required(pointer);
            return "";
        }
        if (value.codePointCount(0, value.length()) > MOST_CHARACTERS) {
            add(pointer, "too_long", "At most " + MOST_CHARACTERS + " characters are allowed.");
        } else if (!USERNAME.matcher(value).matches()) {
            add(pointer, "forbidden_character", "Only letters A–Z, digits and . @ _ - may be used.");
        }
        return value;
    }

    /**
     * One email address: trimmed, 1–100 characters. Notes {@code required}, {@code too_long}, {@code invalid_email}.
     *
     * @return the address, trimmed; empty where it is absent
     */
    public String email(String pointer, @Nullable String value) {
        String email = value == null ? "" : value.strip();
        if (email.isEmpty()) {
            required(pointer);
            return email;
        }
        if (email.codePointCount(0, email.length()) > MOST_CHARACTERS) {
            add(pointer, "too_long", "At most " + MOST_CHARACTERS + " characters are allowed.");
        } else if (!EMAIL.matcher(email).matches()) {
            add(pointer, "invalid_email", "One email address is expected, such as name@example.org.");
        }
        return email;
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
        if (text.codePoints().anyMatch(FieldErrors::unprintable)) {
            add(pointer, "forbidden_character", "Control characters may not be used.");
        }
        return text;
    }

    /** Whether a character cannot stand in one line of text: control characters, line ends, half of a character. */
    public static boolean unprintable(int character) {
        int type = Character.getType(character);
        return Character.isISOControl(character)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    /** Whether a field has an error. */
    public boolean notedAt(String pointer) {
        return errors.stream().anyMatch(error -> error.pointer().equals(within + pointer));
    }

    public List<FieldError> all() {
        return List.copyOf(errors);
    }

    /** Does something that may be refused, and has a refusal that names no field name this one. */
    public static <T> T at(String pointer, Supplier<T> decision) {
        try {
            return decision.get();
        } catch (Rejected refused) {
            if (refused.refusal().errors().isEmpty()) {
                throw new Rejected(Refusal.of(refused.refusal().rejection(), pointer));
            }
            throw refused;
        }
    }

    /** Likewise, of what has no result. */
    public static void at(String pointer, Runnable decision) {
        at(pointer, () -> {
            decision.run();
            return pointer;
        });
    }

    /** Refuses ({@code invalid_values}) where anything was noted, and names it all. */
    public void refuseAny() {
        Rejected.whenInvalid(errors);
    }
}
