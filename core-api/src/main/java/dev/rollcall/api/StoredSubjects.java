package dev.rollcall.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event store holds of each aggregate, told by the store itself and not by whoever reads it fact by fact. */
public interface StoredSubjects {

    /**
     * The last fact of one aggregate.
     *
     * @param id of the aggregate
     * @param type of the aggregate; absent: the store does not say
     * @param version of its last fact, from 0
     * @param position of that fact, or of one after it
     */
    record StoredSubject(String id, @Nullable String type, long version, Position position) {}

    /**
     * Some aggregates in the order of their identifiers.
     *
     * @param next after which identifier to go on; absent: there are no more
     */
    record Page(List<StoredSubject> subjects, @Nullable String next) {
        public Page {
            subjects = List.copyOf(subjects);
        }
    }

    /**
     * The next aggregates.
     *
     * @param after the identifier after which they begin; empty: from the first
     * @param most how many at most; 1 or more
     */
    Page after(String after, int most);
}
