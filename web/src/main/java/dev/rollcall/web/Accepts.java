package dev.rollcall.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** Which of several forms of an answer the caller would rather have (RFC 9110, 12.5.1). */
final class Accepts {

    private Accepts() {}

    /** The best of these by the header {@code Accept}; of equals, and for those who do not care, the first. */
    static MediaType best(@Nullable String accept, MediaType... forms) {
        List<MediaType> wanted = MediaType.parseMediaTypes(accept);
        MediaType best = forms[0];
        for (MediaType form : forms) {
            if (quality(wanted, form) > quality(wanted, best)) {
                best = form;
            }
        }
        return best;
    }

    /** Only what is named outright: a wildcard is for those who do not care. */
    private static double quality(List<MediaType> wanted, MediaType type) {
        return wanted.stream()
                .filter(type::equalsTypeAndSubtype)
                .mapToDouble(MediaType::getQualityValue)
                .max()
                .orElse(0);
    }
}
