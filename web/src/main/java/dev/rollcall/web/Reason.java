package dev.rollcall.web;

import java.util.Optional;

/** Why somebody did something, in their own words: at most 500 characters, no control characters. */
public record Reason(String text) {

    public static final int LONGEST = 500;

    /** What is wrong with it, as a code; empty when nothing is. */
    public static Optional<String> fault(String text) {
        if (text.codePointCount(0, text.length()) > LONGEST) {
            return Optional.of("too_long");
        }
        return text.chars().anyMatch(Character::isISOControl) ? Optional.of("control_characters") : Optional.empty();
    }
}
