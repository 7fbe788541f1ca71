package dev.rollcall.command.user;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The 30,000 passwords that are most common in what was stolen elsewhere, in the order of a public list that a library brings.
 * Hardly one of them has all the kinds of characters that a password needs here; so what people make of them to have these
 * counts as them as well.
 */
final class CommonPasswords {

    private static final Set<String> KNOWN = read();

    private CommonPasswords() {}

    private static Set<String> read() {
        try {
            return StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream()
                    .map(password -> password.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static int size() {
        return KNOWN.size();
    }

    /**
     * Whether it is one of them in upper or lower case, or one with digits and special characters before and behind it that are
     * no more than it is long: {@code Welcome2026!}.
     */
    static boolean contain(String password) {
        String small = password.toLowerCase(Locale.ROOT);
        int from = 0;
        int to = small.length();
        while (from < to && !Character.isLetter(small.codePointAt(from))) {
            from += Character.charCount(small.codePointAt(from));
        }
        while (to > from && !Character.isLetter(small.codePointBefore(to))) {
            to -= Character.charCount(small.codePointBefore(to));
        }
        boolean mostOfIt = 2 * (to - from) >= small.length();
        return KNOWN.contains(small) || (mostOfIt && KNOWN.contains(small.substring(from, to)));
    }
}
