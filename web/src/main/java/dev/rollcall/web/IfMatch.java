package dev.rollcall.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The versions that a command may be based on.
 *
 * @param given whether the caller said anything about it
 * @param versions any of these; empty: whatever it is now
 */
public record IfMatch(boolean given, List<Long> versions) {

    static final IfMatch ABSENT = new IfMatch(false, List.of());

    static final IfMatch NEVER = new IfMatch(true, List.of(-1L));

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");

    public IfMatch {
        versions = List.copyOf(versions);
    }

    /** Refuses ({@link Declined}, 400) everything but {@code *} and one or more ETags as this service makes them. */
    static IfMatch parse(List<String> headers) {
        if (headers.isEmpty()) {
            return ABSENT;
        }
        String header = String.join(",", headers).strip();
        if (header.equals("*")) {
            return new IfMatch(true, List.of());
        }
        List<Long> versions = new ArrayList<>();
        for (String tag : header.split(",", -1)) {
            Matcher matcher = TAG.matcher(tag.strip());
            if (!matcher.matches()) {
                throw new Declined(
                        Problem.malformed(
                                "/" + HttpHeaders.IF_MATCH,
                                "invalid_etag",
                                "If-Match takes an ETag that this service gave, such as \"7\", quotation marks included; or *."));
            }
            versions.add(Long.parseLong(matcher.group(1)));
        }
        return new IfMatch(true, versions);
    }

    /** The first version to try; absent: whatever it is now. */
    @Nullable
    Long first() {
        return versions.isEmpty() ? null : versions.get(0);
    }

    /** Whether this version will do as well. */
    boolean allows(@Nullable Long version) {
        return version != null && versions.size() > 1 && versions.contains(version);
    }

    static String etag(long version) {
        return "\"" + version + "\"";
    }
}
