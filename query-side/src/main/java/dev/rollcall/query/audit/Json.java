package dev.rollcall.query.audit;

import dev.rollcall.api.audit.FactView.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How changes and states are kept: as JSON. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    static String written(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static List<Change> changes(String json) {
        return MAPPER.readValue(json, new TypeReference<List<Change>>() {});
    }

    static State state(String json) {
        return new State(MAPPER.readValue(json, new TypeReference<Map<String, Object>>() {}));
    }

    /** The view whose fields these are, and those that follow from them. */
    static <T> T view(State state, Map<String, ?> derived, Class<T> type) {
        Map<String, Object> fields = new LinkedHashMap<>(derived);
        Map<String, Object> token = new LinkedHashMap<>();
        state.fields().forEach((field, value) -> {
            if (field.startsWith("token.")) {
                token.put(field.substring("token.".length()), value);
            } else {
                fields.put(field, value);
            }
        });
        if (!token.isEmpty()) {
            fields.put("token", token);
        }
        return MAPPER.convertValue(fields, type);
    }
}
