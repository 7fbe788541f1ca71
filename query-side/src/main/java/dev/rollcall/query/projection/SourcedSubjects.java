package dev.rollcall.query.projection;

import dev.rollcall.api.Position;
import dev.rollcall.api.StoredSubjects;
import dev.rollcall.query.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.axonframework.eventsourcing.eventstore.EventStore;

/**
 * What a store that cannot list its aggregates holds of those whom a projection knows: it is asked for one after the other.
 * Somebody of whom the projection has applied nothing at all does not come up.
 */
final class SourcedSubjects implements StoredSubjects {

    /** Each is a call to the store. */
    private static final int AT_ONCE = 50;

    private final Projection projection;
    private final Supplier<EventStore> store;

    SourcedSubjects(Projection projection, Supplier<EventStore> store) {
        this.projection = projection;
        this.store = store;
    }

    @Override
    public Page after(String after, int most) {
        int asked = Math.min(most, AT_ONCE);
        List<UUID> known = projection.subjects(after.isEmpty() ? null : UUID.fromString(after), asked);
        record Last(String id, long version) {}
        List<Last> found = new ArrayList<>();
        for (UUID id : known) {
            store.get()
                    .lastSequenceNumberFor(id.toString())
                    .ifPresent(version -> found.add(new Last(id.toString(), version)));
        }
        // none of these facts was stored after this
        Optional<Position> head = Places.position(store.get().createHeadToken());
        List<StoredSubject> subjects = head.stream()
                .flatMap(position ->
                        found.stream().map(last -> new StoredSubject(last.id(), null, last.version(), position)))
                .toList();
        return new Page(
                subjects, known.size() < asked ? null : known.get(asked - 1).toString());
    }
}
