package dev.rollcall.api.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page.
 *
 * @param nextCursor asks for the next page; absent on the last
 */
public record DeadLetterPage(
        List<DeadLetterView> items, @Nullable String nextCursor) {

    public DeadLetterPage {
        items = List.copyOf(items);
    }
}
