package dev.rollcall.web;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.access.Scope;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.user.UserId;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a JSON object into a record whose components are its fields. What the record does not know, and values of another
 * JSON type, are refused (400), all of them at once; values that mean nothing are noted as faults of the {@link Body}.
 */
final class BodyReader {

    /** So that an answer is never many times as long as what it answers. */
    private static final int MOST_ERRORS = 50;

    private final Json json;
    private final InstallationKey key;

    BodyReader(Json json, InstallationKey key) {
        this.json = json;
        this.key = key;
    }

    <T> Body<T> read(byte[] bytes, Class<T> type) {
        JsonNode node = json.read(bytes);
        Reading reading = new Reading();
        T fields = type.cast(reading.object(node, type, ""));
        if (fields == null || !reading.errors.isEmpty()) {
            throw new Declined(
                    Problem.malformed(reading.errors.subList(0, Math.min(MOST_ERRORS, reading.errors.size()))));
        }
        return new Body<>(fields, reading.cleared, reading.faults, json.canonical(node));
    }

    /** What an absent body says: nothing. */
    <T> Body<T> nothing(Class<T> type) {
        return read("{}".getBytes(StandardCharsets.UTF_8), type);
    }

    private final class Reading {

        private final List<FieldError> errors = new ArrayList<>();
        private final List<FieldError> faults = new ArrayList<>();
        private final Set<String> cleared = new HashSet<>();

        private @Nullable Object object(JsonNode node, Class<?> type, String at) {
            if (!node.isObject()) {
                return wrongType(at, "an object");
            }
            RecordComponent[] components = type.getRecordComponents();
            Set<String> known = Arrays.stream(components)
                    .map(RecordComponent::getName)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            for (String name : node.propertyNames()) {
                if (!known.contains(name)) {
                    errors.add(new FieldError(
                            at + "/" + escaped(name),
                            "unknown_field",
                            "There is no such field here; there are: " + String.join(", ", known) + "."));
                }
            }
            @Nullable Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                JsonNode value = node.get(components[i].getName());
                String pointer = at + "/" + components[i].getName();
                if (value != null && value.isNull()) {
                    cleared.add(pointer);
                } else if (value != null) {
                    values[i] = value(value, components[i].getGenericType(), pointer);
                }
            }
            return instance(type, components, values);
        }

        private @Nullable Object value(JsonNode node, Type type, String at) {
            if (type instanceof ParameterizedType list) {
                return list(node, (Class<?>) list.getActualTypeArguments()[0], at);
            }
            Class<?> wanted = (Class<?>) type;
            if (wanted == Duration.class && node.isIntegralNumber()) {
                return duration(node.canConvertToLong() ? "PT" + node.longValue() + "S" : "", at);
            }
            if (wanted.isRecord() && wanted != Sealed.class && wanted != Reason.class && !isIdentifier(wanted)) {
                return object(node, wanted, at);
            }
            if (!node.isString()) {
                return wrongType(at, wanted == Duration.class ? "a string or a whole number" : "a string");
            }
            String text = node.stringValue();
            if (!StandardCharsets.UTF_16.newEncoder().canEncode(text)) {
                errors.add(new FieldError(at, "invalid_text", "Half a surrogate pair is no character."));
                return null;
            }
            return scalar(text, wanted, at);
        }

        private @Nullable Object scalar(String text, Class<?> wanted, String at) {
            if (wanted == String.class) {
                return text;
            } else if (wanted == Sealed.class) {
                return key.seal(text);
            } else if (wanted == UserId.class) {
                return identifier(text, UserId::parse, at);
            } else if (wanted == ClientId.class) {
                return identifier(text, ClientId::parse, at);
            } else if (wanted == PresentedToken.class) {
                PresentedToken token = PresentedToken.parse(text).orElse(null);
                return token != null
                        ? token
                        : fault(
                                at,
                                "token_invalid",
                                "This is no token, or it has a typing error. Copy it again, all of it.");
            } else if (wanted == Duration.class) {
                return duration(text, at);
            } else if (wanted == Reason.class) {
                return reason(text, at);
            } else if (wanted == Scope.class) {
                return scope(text, at);
            }
            return constant(text, wanted, at);
        }

        private @Nullable Object scope(String text, String at) {
            Scope scope = Scope.named(text).orElse(null);
            return scope != null
                    ? scope
                    : fault(
                            at,
                            "unknown_value",
                            "One of: "
                                    + Arrays.stream(Scope.values())
                                            .map(Scope::text)
                                            .collect(Collectors.joining(", ")) + ".");
        }

        private @Nullable Object identifier(String text, Function<String, ?> parse, String at) {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException malformed) {
                return fault(at, "invalid_id", "An identifier is a UUID, 36 characters long.");
            }
        }

        private @Nullable Object duration(String text, String at) {
            try {
                return Duration.parse(text);
            } catch (DateTimeException | ArithmeticException malformed) {
                return fault(
                        at, "invalid_duration", "Give a duration such as PT24H or P7D, or a whole number of seconds.");
            }
        }

        private @Nullable Object reason(String text, String at) {
            if (text.isBlank()) {
                return null;
            }
            String code = Reason.fault(text).orElse(null);
            return code == null
                    ? new Reason(text.strip())
                    : fault(at, code, "A reason has at most " + Reason.LONGEST + " characters, no control characters.");
        }

        private @Nullable Object constant(String text, Class<?> wanted, String at) {
            Object[] constants = wanted.getEnumConstants();
            return Arrays.stream(constants)
                    .filter(constant -> ((Enum<?>) constant).name().equals(text))
                    .findFirst()
                    .orElseGet(() -> fault(
                            at,
                            "unknown_value",
                            "One of: "
                                    + Arrays.stream(constants)
                                            .map(Object::toString)
                                            .collect(Collectors.joining(", ")) + "."));
        }

        private @Nullable List<?> list(JsonNode node, Class<?> element, String at) {
            if (!node.isArray()) {
                wrongType(at, "an array");
                return null;
            }
            List<Object> elements = new ArrayList<>();
            for (int i = 0; i < node.size(); i++) {
                Object value = value(node.get(i), element, at + "/" + i);
                if (value != null) {
                    elements.add(value);
                }
            }
            return elements;
        }

        private @Nullable Object fault(String at, String code, String detail) {
            faults.add(new FieldError(at, code, detail));
            return null;
        }

        private @Nullable Object wrongType(String at, String wanted) {
            errors.add(new FieldError(at, "wrong_type", "This must be " + wanted + "."));
            return null;
        }
    }

    private static boolean isIdentifier(Class<?> type) {
        return type == UserId.class || type == ClientId.class;
    }

    private static Object instance(Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(type + " cannot be made of its fields", impossible);
        }
    }

    private static String escaped(String name) {
        String cut = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        return cut.replace("~", "~0").replace("/", "~1");
    }
}
