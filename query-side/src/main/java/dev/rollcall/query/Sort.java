package dev.rollcall.query;

import dev.rollcall.api.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An order of rows without ties: the fields that were asked for, each in its direction, then the identifier in the
 * direction of the last of them.
 */
record Sort(List<Term> terms) {

    /** One field of an order. */
    record Term(Sortable by, boolean descending) {

        String written() {
            return (descending ? "-" : "") + by.field();
        }

        String orderBy() {
            // without "nulls last" where there are none, as an index read backwards would not match it
            return by.sql() + (descending ? " desc" : " asc") + (by.nullable() ? " nulls last" : "");
        }

        String equal(String parameter, @Nullable Object value) {
            return value == null ? by.sql() + " is null" : by.sql() + " = :" + parameter;
        }

        /** Rows after this value; nothing comes after no value, and no value comes after all of them. */
        String after(String parameter, @Nullable Object value) {
            if (value == null) {
                return "false";
            }
            String beyond = by.sql() + (descending ? " < :" : " > :") + parameter;
            return by.nullable() ? "(" + beyond + " or " + by.sql() + " is null)" : beyond;
        }
    }

    Sort {
        terms = List.copyOf(terms);
    }

    /** Refuses ({@code invalid_values}, {@code /sort}) fields that cannot be sorted by, and one named twice. */
    static Sort parse(String text, List<Sortable> sortables, Sortable id) {
        List<Term> terms = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (String part : text.split(",", -1)) {
            String word = part.strip();
            boolean descending = word.startsWith("-");
            String field = descending ? word.substring(1) : word;
            Sortable by = sortables.stream()
                    .filter(sortable -> sortable.field().equals(field))
                    .findFirst()
                    .orElseThrow(() -> refused(sortables));
            if (!named.add(field)) {
                throw refused(sortables);
            }
            terms.add(new Term(by, descending));
        }
        terms.add(new Term(id, terms.get(terms.size() - 1).descending()));
        return new Sort(terms);
    }

    private static Declined refused(List<Sortable> sortables) {
        return Declined.invalid(new FieldError(
                "/sort",
                "not_sortable",
                "Name each field once, with - before a descending one. There are: "
                        + sortables.stream().map(Sortable::field).collect(Collectors.joining(", ")) + "."));
    }

    /** The order as it can be written into a cursor. */
    String written() {
        return terms.stream().map(Term::written).collect(Collectors.joining(","));
    }

    String orderBy() {
        return " order by " + terms.stream().map(Term::orderBy).collect(Collectors.joining(", "));
    }
}
