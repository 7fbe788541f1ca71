package dev.rollcall.api.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page, newest first.
 *
 * @param nextCursor asks for the next page; absent on the last
 */
public record RefusedAttemptPage(
        List<RefusedAttemptView> items, @Nullable String nextCursor) {

    public RefusedAttemptPage {
        items = List.copyOf(items);
    }

    /** Newest first; of the same microsecond, by identifier as PostgreSQL compares it. */
    private static final Comparator<RefusedAttemptView> ORDER = Comparator.comparing(RefusedAttemptView::at)
            .thenComparing(view -> view.attemptId().toString())
            .reversed();

    /** Where a page ended. */
    public record Place(Instant at, UUID attempt) {

        /** Reads a cursor. Refuses (IllegalArgumentException) what {@link #of} did not write. */
        public static Place parse(String cursor) {
            String[] parts = cursor.split("_", -1);
            if (parts.length != 2 || !parts[0].matches("\\d{1,18}")) {
                throw new IllegalArgumentException("no place among refused attempts");
            }
            return new Place(
                    Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS), UUID.fromString(parts[1]));
        }
    }

    /** The first of these, so many at most; that there are more says the cursor. */
    public static RefusedAttemptPage of(Stream<RefusedAttemptView> views, int limit) {
        List<RefusedAttemptView> all = views.sorted(ORDER).limit(limit + 1L).toList();
        boolean more = all.size() > limit;
        List<RefusedAttemptView> shown = more ? all.subList(0, limit) : all;
        return new RefusedAttemptPage(shown, more ? cursor(shown.get(limit - 1)) : null);
    }

    private static String cursor(RefusedAttemptView last) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, last.at()) + "_" + last.attemptId();
    }
}
