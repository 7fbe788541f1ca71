package dev.rollcall.resilience;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One HTTP request to the service, without who sends it. {@code path} is relative to {@code /api/v1}, or {@code /oauth2/…}. */
public record Ask(String method, String path, @Nullable String body, Map<String, String> headers) {

    public Ask {
        headers = Map.copyOf(headers);
    }

    public static Ask get(String path) {
        return new Ask("GET", path, null, Map.of());
    }

    public static Ask post(String path, Object body) {
        return new Ask("POST", path, Answer.JSON.writeValueAsString(body), Map.of("Content-Type", "application/json"));
    }

    public static Ask post(String path) {
        return new Ask("POST", path, null, Map.of());
    }

    /** A form of one field, whose value needs no encoding. */
    public static Ask form(String path, String name, String value) {
        return new Ask("POST", path, name + "=" + value, Map.of("Content-Type", "application/x-www-form-urlencoded"));
    }

    public static Ask patch(String path, Object body) {
        return new Ask(
                "PATCH",
                path,
                Answer.JSON.writeValueAsString(body),
                Map.of("Content-Type", "application/merge-patch+json"));
    }

    public static Ask delete(String path) {
        return new Ask("DELETE", path, null, Map.of());
    }

    /** The version that the wish is based on. */
    public Ask ifMatch(long version) {
        return with("If-Match", "\"" + version + "\"");
    }

    public Ask key(String idempotencyKey) {
        return with("Idempotency-Key", idempotencyKey);
    }

    public Ask correlation(String correlation) {
        return with("X-Correlation-Id", correlation);
    }

    /** The view must have reached this position before it answers. */
    public Ask at(@Nullable String position) {
        return position == null ? this : with("Rollcall-Position", position);
    }

    private Ask with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Ask(method, path, body, more);
    }

    @Override
    public String toString() {
        return method + " " + path + (body == null ? "" : " " + body) + " " + headers;
    }
}
