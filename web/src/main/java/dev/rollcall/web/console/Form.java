package dev.rollcall.web.console;

import dev.rollcall.api.Position;
import dev.rollcall.web.Call;
import dev.rollcall.web.Declined;
import dev.rollcall.web.IfMatch;
import dev.rollcall.web.Problem;
import dev.rollcall.web.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What somebody filled in. */
record Form(Map<String, String> fields) {

    private static final Pattern KEY = Pattern.compile("[0-9a-f-]{36}");
    private static final Pattern VERSION = Pattern.compile("\\d{1,18}");

    /** What it was in, not what it says: another try of the same form may have another one. */
    private static final List<String> BESIDES = List.of("_csrf", "request");

    Form {
        fields = new TreeMap<>(fields);
    }

    /** As it was typed; nothing where the field was not there. */
    String text(String name) {
        return Objects.requireNonNullElse(fields.get(name), "");
    }

    boolean has(String name) {
        return !text(name).isEmpty();
    }

    /** What a request says about itself, with what the form says of it: why, based on which version, which try it is. */
    Call call(Call call) {
        String key = text("request");
        return new Call(
                call.actor(),
                call.via(),
                call.correlation(),
                reason(),
                KEY.matcher(key).matches() ? key : null,
                version(),
                null,
                call.target());
    }

    private @Nullable String reason() {
        String reason = text("reason").strip();
        Reason.fault(reason).ifPresent(code -> {
            throw new Declined(new Problem(422, code, "A reason has at most 500 characters."));
        });
        return reason.isEmpty() ? null : reason;
    }

    private IfMatch version() {
        String version = text("version");
        return VERSION.matcher(version).matches()
                ? new IfMatch(true, List.of(Long.parseLong(version)))
                : new IfMatch(false, List.of());
    }

    /** Equal for forms that say the same. */
    String canonical() {
        return fields.entrySet().stream()
                .filter(field -> !BESIDES.contains(field.getKey()))
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** The same question, of views that have come as far as this. */
    static Call reached(Call call, @Nullable Position position) {
        return new Call(
                call.actor(),
                call.via(),
                call.correlation(),
                call.reason(),
                null,
                new IfMatch(false, List.of()),
                position,
                call.target());
    }
}
