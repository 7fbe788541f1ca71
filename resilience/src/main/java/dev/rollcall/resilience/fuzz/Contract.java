package dev.rollcall.resilience.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the OpenAPI document promises. */
final class Contract {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** @param in {@code path}, {@code query} or {@code header} */
    record Parameter(String name, String in, JsonNode schema) {}

    /**
     * An operation.
     *
     * @param bodyType media type of its body; absent: it has none
     * @param answers by status, then by media type, the schema
     * @param open whether it needs no signing in
     */
    record Operation(
            String id,
            String method,
            String path,
            List<Parameter> parameters,
            @Nullable String bodyType,
            JsonNode body,
            Map<Integer, Map<String, JsonNode>> answers,
            boolean open) {

        boolean reads() {
            return method.equals("GET");
        }
    }

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();

    Contract(JsonNode document) {
        this.document = document;
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(method -> METHODS.contains(method.getKey()))
                .forEach(method -> operations.add(
                        operation(path.getKey(), method.getKey().toUpperCase(Locale.ROOT), method.getValue()))));
    }

    List<Operation> operations() {
        return operations;
    }

    private Operation operation(String path, String method, JsonNode described) {
        List<Parameter> parameters = new ArrayList<>();
        described
                .path("parameters")
                .forEach(each -> parameters.add(new Parameter(
                        each.path("name").asString(), each.path("in").asString(), resolved(each.path("schema")))));
        Optional<Map.Entry<String, JsonNode>> body = described.path("requestBody").path("content").properties().stream()
                .findFirst();
        Map<Integer, Map<String, JsonNode>> answers = new HashMap<>();
        described.path("responses").properties().forEach(answer -> {
            Map<String, JsonNode> forms = new HashMap<>();
            resolved(answer.getValue())
                    .path("content")
                    .properties()
                    .forEach(form -> forms.put(form.getKey(), form.getValue().path("schema")));
            answers.put(Integer.valueOf(answer.getKey()), forms);
        });
        JsonNode security = described.path("security");
        return new Operation(
                described.path("operationId").asString(),
                method,
                path,
                parameters,
                body.map(Map.Entry::getKey).orElse(null),
                body.map(each -> each.getValue().path("schema")).orElse(document.path("nothing")),
                answers,
                security.isArray() && (security.isEmpty() || security.get(0).has("clientToken")));
    }

    /** What a reference refers to, or the schema itself. */
    JsonNode resolved(JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        return reference.isString() ? resolved(document.at(reference.asString().substring(1))) : schema;
    }

    /** What does not fit the schema: a JSON Pointer and why; nothing where all of it does. */
    Optional<String> misfit(JsonNode value, JsonNode schema, String at) {
        JsonNode shape = resolved(schema);
        for (String choice : List.of("oneOf", "anyOf")) {
            if (shape.has(choice)) {
                return shape.path(choice).values().stream()
                                .anyMatch(each -> misfit(value, each, at).isEmpty())
                        ? Optional.empty()
                        : Optional.of(at + " fits none of " + choice);
            }
        }
        if (!ofType(value, shape.path("type"))) {
            return Optional.of(at + " is " + value.getNodeType() + " instead of " + shape.path("type"));
        }
        if (value.isString()
                && shape.has("enum")
                && shape.path("enum").values().stream().noneMatch(each -> each.equals(value))) {
            return Optional.of(at + " is none of " + shape.path("enum"));
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                Optional<String> misfit = misfit(value.get(i), shape.path("items"), at + "/" + i);
                if (misfit.isPresent()) {
                    return misfit;
                }
            }
        }
        return value.isObject() && shape.has("properties")
                ? misfit(value, shape.path("properties"), shape, at)
                : Optional.empty();
    }

    private Optional<String> misfit(JsonNode value, JsonNode properties, JsonNode shape, String at) {
        for (JsonNode required : shape.path("required")) {
            if (!value.has(required.asString())) {
                return Optional.of(at + " lacks " + required.asString());
            }
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            if (!properties.has(field.getKey())) {
                return Optional.of(at + "/" + field.getKey() + " is not documented");
            }
            Optional<String> misfit =
                    misfit(field.getValue(), properties.path(field.getKey()), at + "/" + field.getKey());
            if (misfit.isPresent()) {
                return misfit;
            }
        }
        return Optional.empty();
    }

    private static boolean ofType(JsonNode value, JsonNode type) {
        if (type.isArray()) {
            return type.values().stream().anyMatch(each -> ofType(value, each));
        }
        return switch (type.asString("")) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> true;
        };
    }
}
