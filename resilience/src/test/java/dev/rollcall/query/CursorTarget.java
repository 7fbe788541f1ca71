package dev.rollcall.query;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cursors and orders, as they come out of an address. */
public final class CursorTarget {

    private static final Sortable ID = Sortable.id("userId", "user_id");
    private static final List<Sortable> FIELDS = List.of(
            Sortable.text("lastName", "last_name"),
            Sortable.number("clientCount", "client_count"),
            Sortable.flag("locked", "locked"),
            Sortable.time("createdAt", "created_at"));

    private CursorTarget() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        Sort sort;
        try {
            sort = Sort.parse(data.consumeString(60), FIELDS, ID);
        } catch (Declined refused) {
            sort = Sort.parse(
                    data.pickValue(new String[] {"lastName", "-createdAt,locked", "clientCount"}), FIELDS, ID);
        }
        String text = data.consumeBoolean()
                ? data.consumeRemainingAsString()
                : new Cursor(sort.written(), List.of(data.consumeString(30), data.consumeString(40), "")).written();
        try {
            Map<String, @Nullable Object> values = Cursor.parse(text, sort);
            if (values.size() != sort.terms().size()) {
                throw new IllegalStateException("a cursor without a value for each field was taken");
            }
        } catch (Declined refused) {
            // as it should be
        }
    }
}
