package dev.rollcall.resilience.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Random fields of a user, right and wrong ones, and which of them are wrong. */
final class UserFields {

    private static final int REMEMBERED_PASSWORDS = 5;

    private final Model model;
    private final Random dice;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Set<String> flaws = new TreeSet<>();

    private UserFields(Model model, Random dice) {
        this.model = model;
        this.dice = dice;
    }

    static UserFields forCreation(Model model, Random dice) {
        UserFields fields = new UserFields(model, dice);
        fields.identity();
        fields.email(true);
        fields.name("firstName", true);
        fields.name("lastName", true);
        fields.role(true, null);
        return fields;
    }

    static UserFields forEdit(Model model, Random dice, ModelUser user) {
        UserFields fields = new UserFields(model, dice);
        int which = dice.nextInt(10);
        if (which < 3 || which == 9) {
            fields.email(false);
        }
        if (which == 3 || which == 4 || which == 9) {
            fields.name("firstName", false);
            fields.name("lastName", false);
        }
        if (which >= 5 && which < 8) {
            fields.role(false, user);
        }
        if (which == 8 && user != model.root) {
            fields.newPassword(user);
        }
        if (dice.nextInt(15) == 0) {
            fields.immutable(user);
        }
        return fields;
    }

    Map<String, Object> values() {
        return values;
    }

    /** The fields at fault, as JSON Pointers below this one. */
    Set<String> flaws(String below) {
        Set<String> pointers = new TreeSet<>();
        flaws.forEach(field -> pointers.add(below + "/" + field));
        return pointers;
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    String text(String field) {
        Object value = values.get(field);
        return value == null ? "" : value.toString();
    }

    private boolean rarely() {
        return dice.nextInt(40) == 0;
    }

    private void put(String field, Object value, boolean wrong) {
        values.put(field, value);
        if (wrong) {
            flaws.add(field);
        }
    }

    private void identity() {
        if (rarely()) {
            put("username", Model.pick(dice, List.of("", "no spaces", "ümlaut", "x".repeat(101))), true);
        } else if (rarely()) {
            flaws.add("username");
        } else {
            put("username", model.username(dice), false);
        }
        String configuration = Model.pick(dice, List.of("DEFAULT", "LDAP", "SAML"));
        if (rarely()) {
            put("configuration", "KERBEROS", true);
            return;
        }
        put("configuration", configuration, false);
        boolean kept = configuration.equals("DEFAULT");
        if (kept != rarely()) {
            String password = model.password(dice);
            boolean weak = kept && rarely();
            put("password", weak ? "weak" : password, weak || !kept);
            put("confirmPassword", text("password"), false);
            if (kept && !weak && rarely()) {
                put("confirmPassword", password + "?", true);
            }
        } else if (kept) {
            flaws.add("password");
        }
    }

    private void email(boolean required) {
        if (rarely()) {
            put(
                    "email",
                    Model.pick(
                            dice, List.of("", "nowhere", "a@b@c", "two words@example.org", "x".repeat(95) + "@x.org")),
                    true);
        } else if (required && rarely()) {
            flaws.add("email");
        } else {
            put("email", model.email(dice), false);
        }
    }

    private void name(String field, boolean required) {
        if (rarely()) {
            put(field, model.badName(dice), true);
        } else if (required && rarely()) {
            flaws.add(field);
        } else if (required || dice.nextInt(3) > 0) {
            put(field, model.personName(dice), false);
        }
    }

    private void role(boolean required, ModelUser user) {
        if (rarely()) {
            put("primaryRole", "QUALITY_JESTER", true);
            return;
        }
        String before = user == null ? "" : user.role;
        String role = required || dice.nextInt(3) > 0 ? Model.pick(dice, Model.ROLES) : "";
        if (!role.isEmpty()) {
            put("primaryRole", role, false);
        }
        String after = role.isEmpty() ? before : role;
        boolean manager = after.equals("QUALITY_MANAGER");
        if (dice.nextInt(manager ? 2 : 12) == 0) {
            put("secondaryRole", "ADMIN", !manager);
        } else if (user != null && dice.nextInt(3) == 0) {
            put("secondaryRole", null, false);
        }
    }

    private void newPassword(ModelUser user) {
        if (user.configuration.equals("DEFAULT") && dice.nextInt(10) == 0) {
            put("password", "  ", false); // blank: unchanged
            return;
        }
        String password = model.password(dice);
        int count = user.passwords.size();
        List<String> recent = user.passwords.subList(Math.max(0, count - REMEMBERED_PASSWORDS), count);
        put("password", password, !user.configuration.equals("DEFAULT") || recent.contains(password));
        put("confirmPassword", password, false);
    }

    private void immutable(ModelUser user) {
        boolean same = dice.nextInt(3) == 0;
        put("username", same ? user.username : model.space + "-other", !same);
    }
}
