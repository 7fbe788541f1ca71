package dev.rollcall.resilience;

import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the service said.
 *
 * @param version from the ETag
 * @param position from {@code Rollcall-Position}
 */
public record Answer(
        int status,
        JsonNode body,
        @Nullable Long version,
        @Nullable String position) {

    public static final JsonMapper JSON = JsonMapper.shared();

    static Answer of(HttpResponse<String> response) {
        String digits = response.headers().firstValue("ETag").orElse("").replaceAll("\\D", "");
        return new Answer(
                response.statusCode(),
                parse(response.body()),
                digits.isEmpty() ? null : Long.valueOf(digits),
                response.headers().firstValue("Rollcall-Position").orElse(null));
    }

    public boolean accepted() {
        return status >= 200 && status < 300;
    }

    /** The stable code of a refusal; empty where there is none. */
    public String code() {
        return text("code");
    }

    /** A field of the body as text; empty where it is absent or null. */
    public String text(String field) {
        JsonNode value = body.path(field);
        return value.isValueNode() && !value.isNull() ? value.asString() : "";
    }

    private static JsonNode parse(String text) {
        try {
            return text.isBlank() ? JSON.nullNode() : JSON.readTree(text);
        } catch (JacksonException notJson) {
            return JSON.getNodeFactory().stringNode(text);
        }
    }

    @Override
    public String toString() {
        return status + (version == null ? "" : " version " + version) + (position == null ? "" : " at " + position)
                + " " + body;
    }
}
