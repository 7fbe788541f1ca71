package dev.rollcall.resilience.fuzz;

import dev.rollcall.resilience.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Values that fit a schema, and values that do not: missing, extra, null, of another type, at the edges, huge, odd. */
final class Odd {

    private static final List<String> STRINGS = List.of(
            "",
            " ",
            "\t\n",
            "null",
            "0",
            "-1",
            "true",
            "%00",
            "\u0000",
            "\u0007",
            "\u202Etxt.exe",
            "e\u0301\u0301\u0301",
            "\uD83D\uDE42\uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08",
            "\uFEFFbom",
            "İıſK",
            "ﷺ",
            "' or '1'='1",
            "\"; drop table store.fact; --",
            "<script>alert(1)</script>",
            "${jndi:ldap://127.0.0.1/x}",
            "{{7*7}}",
            "../../etc/passwd",
            "a".repeat(101),
            "a".repeat(501),
            "é".repeat(5_000),
            "2026-02-30T00:00:00Z",
            "9999999-01-01T00:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "P1D",
            "99999999999999999999",
            "1.2.3",
            "9.9.9",
            "*",
            "\"0\"",
            "W/\"1\"",
            "+".repeat(40));

    private static final List<String> NUMBERS = List.of(
            "0", "-1", "1", "1000", "1001", "2147483648", "9223372036854775808", "1e400", "-0.0", "0.1", "1e-7");

    private final Random random;
    private final Contract contract;

    Odd(Random random, Contract contract) {
        this.random = random;
        this.contract = contract;
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean chance(int inHundred) {
        return random.nextInt(100) < inHundred;
    }

    String string() {
        return any(STRINGS);
    }

    /** A text for a parameter, mostly one that fits. */
    String text(JsonNode schema) {
        if (chance(25)) {
            return string();
        }
        JsonNode shape = contract.resolved(schema);
        if (shape.has("enum")) {
            return any(List.copyOf(shape.path("enum").values())).asString();
        }
        return switch (type(shape)) {
            case "integer", "number" -> any(List.of("1", "2", "50", "200"));
            case "boolean" -> any(List.of("true", "false"));
            default ->
                shape.path("format").asString("").equals("date-time")
                        ? "2026-11-24T12:00:00Z"
                        : any(List.of("a", "name", "-name", "createdAt", "user-created", "client-registered"));
        };
    }

    /** JSON text of a body: one that fits, then in three of four cases something is wrong with it. */
    String body(JsonNode schema) {
        JsonNode fitting = value(schema, "", 0);
        if (chance(25)) {
            return fitting.toString();
        }
        if (chance(10)) {
            return any(List.of(
                    "",
                    "{",
                    "[]",
                    "null",
                    "\"text\"",
                    "{\"a\":1,\"a\":2}",
                    "{} {}",
                    "[".repeat(2_000),
                    "{\"\uD800\":1}"));
        }
        if (fitting instanceof ObjectNode object) {
            for (int faults = 1 + random.nextInt(3); faults > 0; faults--) {
                spoil(object);
            }
        }
        String text = fitting.toString();
        return chance(5) ? text.replaceFirst(":", ":" + any(NUMBERS) + ",\"x\":") : text;
    }

    private void spoil(ObjectNode object) {
        List<String> names = new ArrayList<>(object.propertyNames());
        if (names.isEmpty() || chance(10)) {
            object.put(any(List.of("extra", "__proto__", "@class", "version", "userId", string())), string());
            return;
        }
        String name = any(names);
        switch (random.nextInt(6)) {
            case 0 -> object.remove(name);
            case 1 -> object.putNull(name);
            case 2 -> object.put(name, string());
            case 3 -> object.set(name, Answer.JSON.readTree(any(List.of("[]", "{}", "[1,[2]]", "true", "12", "1.5"))));
            case 4 -> object.put(name, "x".repeat(1 + random.nextInt(3_000)));
            default -> {
                if (object.get(name) instanceof ObjectNode inner) {
                    spoil(inner);
                } else {
                    object.put(name, string());
                }
            }
        }
    }

    private JsonNode value(JsonNode schema, String name, int depth) {
        JsonNode shape = contract.resolved(schema);
        if (shape.has("enum")) {
            return any(List.copyOf(shape.path("enum").values()));
        }
        return switch (depth > 4 ? "null" : type(shape)) {
            case "object" -> {
                ObjectNode object = Answer.JSON.createObjectNode();
                for (Map.Entry<String, JsonNode> property :
                        shape.path("properties").properties()) {
                    if (chance(75)) {
                        object.set(property.getKey(), value(property.getValue(), property.getKey(), depth + 1));
                    }
                }
                yield object;
            }
            case "array" -> Answer.JSON.createArrayNode().add(value(shape.path("items"), name, depth + 1));
            case "integer", "number" -> Answer.JSON.readTree(any(List.of("1", "3", "100")));
            case "boolean" -> Answer.JSON.readTree(any(List.of("true", "false")));
            case "null" -> Answer.JSON.nullNode();
            default -> Answer.JSON.getNodeFactory().stringNode(fitting(name));
        };
    }

    private String fitting(String name) {
        String unique = UUID.nameUUIDFromBytes(
                        new byte[] {(byte) random.nextInt(), (byte) random.nextInt(), (byte) random.nextInt()})
                .toString()
                .substring(0, 8);
        return switch (name) {
            case "email" -> unique + "@example.test";
            case "password", "confirmPassword" -> Judge.PLANTED;
            case "username" -> "fuzz." + unique;
            default -> "Fuzz " + unique;
        };
    }

    private static String type(JsonNode shape) {
        JsonNode type = shape.path("type");
        return type.isArray() ? type.get(0).asString("") : type.asString(shape.has("properties") ? "object" : "");
    }
}
