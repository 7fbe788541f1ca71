package dev.rollcall.query.projection;

import dev.rollcall.query.Projection;
import dev.rollcall.query.Projections;
import java.util.List;

/** Every projection that answers, with what feeds it. */
record Feeds(List<One> all) {

    /**
     * @param known whether Axon has found its handlers by itself
     * @param letters the facts it could not apply
     */
    record One(Projections.Kind kind, Projection projection, boolean known, Feed feed, Letters letters) {
        String name() {
            return kind.name();
        }
    }

    Feeds {
        all = List.copyOf(all);
    }
}
