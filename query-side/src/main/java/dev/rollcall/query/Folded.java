package dev.rollcall.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text as it is sorted and searched: without case and accents. Made here and stored, rather than left to a collation of
 * the database, so that every installation sorts alike and a cursor means the same on each.
 */
public final class Folded {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern WILDCARDS = Pattern.compile("[\\\\%_]");

    private Folded() {}

    public static String of(String text) {
        String bare =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        // upper case first, as only that takes ß to ss
        return bare.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** A pattern for {@code like … escape '\'} that finds this text anywhere, every character of it taken literally. */
    public static String anywhere(String text) {
        return "%" + WILDCARDS.matcher(of(storable(text.strip()))).replaceAll("\\\\$0") + "%";
    }

    /** A text as PostgreSQL and its driver take it: without NUL, and without half a surrogate pair. */
    public static String storable(String text) {
        return new String(text.getBytes(UTF_8), UTF_8).replace("\0", "");
    }
}
