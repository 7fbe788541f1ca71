package dev.rollcall.web;

import dev.rollcall.api.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/**
 * An error as a caller sees it (RFC 9457).
 *
 * @param status HTTP status, 400–599
 * @param code stable, in lower case
 * @param detail one sentence for a person; never a value that was sent
 * @param errors the fields, parameters or headers at fault, all of them
 * @param headers that go with the answer
 * @param members further members of the body
 */
public record Problem(
        int status,
        String code,
        String detail,
        List<FieldError> errors,
        Map<String, String> headers,
        Map<String, Object> members) {

    static final String MALFORMED = "malformed_request";

    public Problem {
        errors = List.copyOf(errors);
        headers = Map.copyOf(headers);
        members = Map.copyOf(members);
    }

    public Problem(int status, String code, String detail) {
        this(status, code, detail, List.of(), Map.of(), Map.of());
    }

    /** The request cannot be read, or does not say what was meant. */
    static Problem malformed(List<FieldError> errors) {
        List<String> codes = errors.stream().map(FieldError::code).distinct().toList();
        String detail = errors.size() == 1 ? errors.get(0).detail() : "The request cannot be read; see errors.";
        return new Problem(400, codes.size() == 1 ? codes.get(0) : MALFORMED, detail, errors, Map.of(), Map.of());
    }

    static Problem malformed(String pointer, String code, String detail) {
        return malformed(List.of(new FieldError(pointer, code, detail)));
    }

    Problem described(String sentence) {
        return new Problem(status, code, sentence, errors, headers, members);
    }

    Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(status, code, detail, errors, more, members);
    }

    Problem retryAfter(int seconds) {
        return with(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
    }

    Problem with(Map<String, Object> more) {
        return new Problem(status, code, detail, errors, headers, more);
    }

    /** The same for every occurrence of a code. */
    String title() {
        String words = code.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    String type() {
        return "urn:rollcall:problem:" + code;
    }
}
