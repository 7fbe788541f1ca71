package dev.rollcall.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.api.FieldError;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a page ended: the order it was read in and the values its last row has in that order. Rows that come or go in
 * between shift nothing, unlike with page numbers.
 */
record Cursor(String sort, List<@Nullable String> values) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST = 8192;

    /** Refuses ({@code invalid_values}, {@code /cursor}) what {@link #written()} did not write for this order. */
    static Map<String, @Nullable Object> parse(String text, Sort sort) {
        try {
            String[] parts = text.length() > LONGEST
                    ? new String[0]
                    : JSON.readValue(Base64.getUrlDecoder().decode(text), String[].class);
            List<Sort.Term> terms = sort.terms();
            if (parts == null
                    || parts.length != terms.size() + 1
                    || !sort.written().equals(parts[0])) {
                throw refused();
            }
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (int i = 0; i < terms.size(); i++) {
                values.put(parameter(i), terms.get(i).by().read(parts[i + 1]));
            }
            return values;
        } catch (IllegalArgumentException | JacksonException unreadable) {
            throw refused();
        }
    }

    static String parameter(int term) {
        return "key_" + term;
    }

    private static Declined refused() {
        return Declined.invalid(new FieldError(
                "/cursor", "invalid", "Use the nextCursor of a page with the same sort, or none to begin anew."));
    }

    /** Opaque to whoever gets it: JSON in Base64 for URLs. */
    String written() {
        List<@Nullable String> parts = new ArrayList<>();
        parts.add(sort);
        parts.addAll(values);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(JSON.writeValueAsString(parts).getBytes(UTF_8));
    }
}
