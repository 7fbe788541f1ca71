package dev.rollcall.web.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** A list whose address says what is in it and in which order. */
interface Ordering {

    String path();

    /** What the address says, empty values for what it does not. */
    Map<String, String> parameters();

    String sort();

    /** What it is in order of where the address does not say. */
    default String usually() {
        return "";
    }

    /** What it is in order of, as the address would say it. */
    default String order() {
        return sort().isEmpty() ? usually() : sort();
    }

    /** The address of the list. */
    default String url() {
        return with(Map.of());
    }

    /** The address of what follows this page. */
    default String next(String cursor) {
        return with(Map.of("cursor", cursor));
    }

    /** The address of the list in order of this field; the other way round, where it is in that order already. */
    default String sorted(String field) {
        return with(Map.of("sort", order().equals(field) ? "-" + field : field));
    }

    /** As {@code aria-sort} has it; nothing where another field orders it. */
    default @Nullable String direction(String field) {
        return order().equals(field) ? "ascending" : order().equals("-" + field) ? "descending" : null;
    }

    default String with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(parameters());
        all.putAll(more);
        UriComponentsBuilder url = UriComponentsBuilder.fromPath(path());
        Map<String, Object> values = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            if (!value.isEmpty()) {
                url.queryParam(name, "{" + name + "}");
                values.put(name, value);
            }
        });
        return url.encode().buildAndExpand(values).toUriString();
    }
}
