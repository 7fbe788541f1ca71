package dev.rollcall.web.console;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is wrong with the fields of a form. */
final class Faults {

    private Faults() {}

    /** Whether it was refused for what is in fields, and not for anything else. */
    static boolean areFields(Rejected refused) {
        return !refused.refusal().errors().isEmpty();
    }

    /** By the name of the field, in the language of who looks. */
    static Map<String, String> of(Rejected refused, Texts texts) {
        Map<String, String> faults = new LinkedHashMap<>();
        Refusal refusal = refused.refusal();
        for (FieldError error : refusal.errors()) {
            String name = error.pointer().substring(error.pointer().lastIndexOf('/') + 1);
            faults.putIfAbsent(name.equals("secondaryRole") ? "admin" : name, texts.fault(error));
        }
        return faults;
    }
}
