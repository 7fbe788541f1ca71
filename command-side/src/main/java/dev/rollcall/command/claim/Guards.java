package dev.rollcall.command.claim;

import dev.rollcall.command.engine.Aggregates;
import java.util.function.Function;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;

/** The guards of one kind: each is there as soon as somebody asks for it, without a fact of its own. */
final class Guards<T> {

    private final Repository<T> repository;
    private final Function<String, T> untouched;

    Guards(Aggregates aggregates, Class<T> type, Function<String, T> untouched) {
        this.repository = aggregates.firstWins(type);
        this.untouched = untouched;
    }

    Aggregate<T> with(String id) {
        try {
            return repository.loadOrCreate(id, () -> untouched.apply(id));
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new IllegalStateException("a guard is made without asking anybody", impossible);
        }
    }
}
