package dev.rollcall.command.claim;

import dev.rollcall.api.user.UserId;
import dev.rollcall.command.engine.Aggregates;
import org.axonframework.modelling.command.Aggregate;
import org.springframework.stereotype.Component;

/** The circle as an aggregate of its own: two who demote each other at the same instant meet there. */
@Component
final class SourcedAdministrators implements Administrators {

    private final Guards<Circle> circles;

    SourcedAdministrators(Aggregates aggregates) {
        this.circles = new Guards<>(aggregates, Circle.class, Circle::new);
    }

    @Override
    public void join(UserId user) {
        circle().execute(circle -> circle.join(user));
    }

    @Override
    public void leave(UserId user) {
        circle().execute(circle -> circle.leave(user));
    }

    @Override
    public void suspend(UserId user) {
        circle().execute(circle -> circle.suspend(user));
    }

    @Override
    public boolean everHadOne() {
        return circle().invoke(Circle::everHadOne);
    }

    private Aggregate<Circle> circle() {
        return circles.with(Circle.ID);
    }
}
