package dev.rollcall.web.console;

import dev.rollcall.api.user.UserView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a user while somebody fills them in.
 *
 * @param request which form this is: sent twice, it is done once
 * @param values what is in the fields; of passwords nothing
 * @param was what was in them before anything was typed
 * @param faults what is wrong with a field
 * @param theirs what somebody else made of fields meanwhile that were changed here as well
 * @param by who did
 */
record UserForm(
        String request,
        @Nullable Long version,
        Map<String, String> values,
        Map<String, String> was,
        Map<String, String> faults,
        Map<String, String> theirs,
        @Nullable String by,
        @Nullable Instant at) {

    /** The fields that can be changed, but for passwords. */
    static final List<String> FIELDS = List.of("email", "firstName", "lastName", "primaryRole", "admin");

    private static final List<String> SHOWN_AGAIN = List.of("username", "configuration", "reason");

    static UserForm blank() {
        return new UserForm(key(), null, Map.of(), Map.of(), Map.of(), Map.of(), null, null);
    }

    /** Of a user, as it is. */
    static UserForm of(UserView user) {
        return new UserForm(key(), user.version(), fields(user), fields(user), Map.of(), Map.of(), null, null);
    }

    /** Nothing of what was typed is lost. */
    static UserForm tried(Form form, Map<String, String> faults) {
        String version = form.text("version");
        return new UserForm(
                key(),
                version.isEmpty() ? null : Long.valueOf(version),
                typed(form),
                base(form),
                faults,
                Map.of(),
                null,
                null);
    }

    /** What somebody typed into a form, beside what somebody else made of the user meanwhile. */
    static UserForm overtaken(Form form, UserView now) {
        Map<String, String> theirs = new LinkedHashMap<>();
        Map<String, String> values = typed(form);
        Map<String, String> current = fields(now);
        for (String field : FIELDS) {
            String their = current.getOrDefault(field, "");
            if (!isChanged(form, field)) {
                values.put(field, their);
            } else if (!their.equals(form.text("was-" + field)) && !their.equals(form.text(field))) {
                theirs.put(field, their);
            }
        }
        return new UserForm(key(), now.version(), values, current, Map.of(), theirs, now.updatedBy(), now.updatedAt());
    }

    /** Whether somebody typed something else into it than was there. */
    static boolean isChanged(Form form, String field) {
        return !form.text("take-" + field).equals("theirs") && !form.text(field).equals(form.text("was-" + field));
    }

    static Map<String, String> fields(UserView user) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("email", user.email());
        fields.put("firstName", user.firstName());
        fields.put("lastName", user.lastName());
        fields.put("primaryRole", user.primaryRole().name());
        fields.put("admin", user.secondaryRole() == null ? "" : "true");
        return fields;
    }

    private static Map<String, String> typed(Form form) {
        Map<String, String> values = new LinkedHashMap<>();
        FIELDS.forEach(field -> values.put(
                field, form.text("take-" + field).equals("theirs") ? form.text("was-" + field) : form.text(field)));
        SHOWN_AGAIN.forEach(field -> values.put(field, form.text(field)));
        return values;
    }

    private static Map<String, String> base(Form form) {
        Map<String, String> was = new LinkedHashMap<>();
        FIELDS.forEach(field -> was.put(field, form.text("was-" + field)));
        return was;
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    public String value(String field) {
        return Objects.requireNonNullElse(values.get(field), "");
    }

    public String before(String field) {
        return Objects.requireNonNullElse(was.get(field), "");
    }

    public @Nullable String fault(String field) {
        return faults.get(field);
    }

    public @Nullable String other(String field) {
        return theirs.get(field);
    }

    /** Whether it comes back after a try, so that what the browser has in password fields stays there. */
    public boolean isTried() {
        return !faults.isEmpty() || by != null;
    }
}
