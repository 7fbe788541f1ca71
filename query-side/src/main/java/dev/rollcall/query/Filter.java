package dev.rollcall.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Conditions that all have to hold. */
public final class Filter {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, @Nullable Object> parameters = new LinkedHashMap<>();

    /** A condition that names one parameter; none where the value is absent. */
    public Filter and(String condition, String parameter, @Nullable Object value) {
        if (value != null) {
            conditions.add("(" + condition + ")");
            parameters.put(parameter, Columns.stored(value));
        }
        return this;
    }

    /** That the text is part of the folded column or expression; no condition where it is absent or blank. */
    public Filter search(String folded, @Nullable String text) {
        return and(
                folded + " like :search escape '\\'",
                "search",
                text == null || text.isBlank() ? null : Folded.anywhere(text));
    }

    /** A condition that names several parameters. */
    public Filter and(String condition, Map<String, @Nullable Object> values) {
        conditions.add("(" + condition + ")");
        parameters.putAll(values);
        return this;
    }

    /** The clause, or nothing where there are no conditions. */
    public String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    public Map<String, @Nullable Object> parameters() {
        return parameters;
    }
}
