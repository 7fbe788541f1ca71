package dev.rollcall.api.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page.
 *
 * @param nextCursor asks for the next page; absent on the last
 * @param total how many match, only where it was asked for
 */
public record ServiceAccountPage(
        List<ServiceAccountView> items,
        @Nullable String nextCursor,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long total) {

    public ServiceAccountPage {
        items = List.copyOf(items);
    }
}
