package dev.rollcall.store;

import dev.rollcall.api.StoredSubjects;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStoreException;

/** What the table of facts holds of each aggregate. */
final class FactSubjects implements StoredSubjects {

    private final FactTable facts;

    FactSubjects(FactTable facts) {
        this.facts = facts;
    }

    @Override
    public Page after(String after, int most) {
        try {
            List<StoredSubject> subjects = facts.lastOfEach(after, most);
            return new Page(
                    subjects,
                    subjects.size() < most ? null : subjects.get(most - 1).id());
        } catch (SQLException failure) {
            throw new EventStoreException("the aggregates cannot be listed", failure);
        }
    }
}
