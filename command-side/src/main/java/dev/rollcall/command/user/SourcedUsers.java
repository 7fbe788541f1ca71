package dev.rollcall.command.user;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.user.UserCommand;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import dev.rollcall.command.claim.PastRosters;
import dev.rollcall.command.engine.Folded;
import dev.rollcall.command.engine.Foresight;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Users folded from their facts. */
@Component
final class SourcedUsers implements Users, Actors, PastUsers, Foresight {

    private static final int MOST_REMEMBERED = 10_000;

    private final PastRosters rosters;
    private final Folded<UserState> states;

    SourcedUsers(EventStore store, PastRosters rosters) {
        this.rosters = rosters;
        this.states = Folded.of(store, UserEvent.class, SourcedUsers::after, MOST_REMEMBERED);
    }

    Folded<UserState> states() {
        return states;
    }

    /** Who acts, and who is to be changed. */
    @Override
    public void of(Message<?> message, Map<String, Long> first) {
        if (Actor.Kind.USER.name().equals(message.getMetaData().get(Provenance.ACTOR_KIND))) {
            expect(Objects.toString(message.getMetaData().get(Provenance.ACTOR_ID), ""), first);
        }
        if (message.getPayload() instanceof UserCommand command) {
            expect(command.user().toString(), first);
        }
    }

    private void expect(String user, Map<String, Long> first) {
        first.put(user, states.next(user));
    }

    @Override
    public Optional<String> usernameOf(UserId user) {
        return states.glance(user.toString()).filter(state -> !state.removed()).map(UserState::username);
    }

    @Override
    public Optional<Actor> acting(UserId user) {
        return current(user).filter(state -> !state.locked()).map(UserState::actor);
    }

    @Override
    public boolean isAdministrator(UserId user) {
        return current(user).filter(UserState::administrator).isPresent();
    }

    /**
     * A user at this moment; empty where there is none, or it was removed. Not to be asked once the decision under way has
     * facts about that user: they are not stored yet, and would be remembered.
     */
    Optional<UserState> current(UserId user) {
        return states.now(user.toString()).filter(found -> !found.removed());
    }

    /** Whether the facts of a user say that it was erased; empty where there are none. */
    Optional<Boolean> erased(UserId user) {
        return states.glance(user.toString()).map(UserState::erased);
    }

    @Override
    public Optional<UserView> at(UserId user, long version, Instant then) {
        return states.at(user.toString(), version).map(found -> found.view(rosters.sizeAt(user, then)));
    }

    private static UserState after(@Nullable UserState before, UserEvent fact, DomainEventMessage<?> told) {
        return UserState.after(
                before,
                fact,
                told.getSequenceNumber(),
                told.getTimestamp(),
                Objects.toString(told.getMetaData().get(Provenance.ACTOR_ID), ""),
                Objects.toString(told.getMetaData().get(Provenance.ACTOR_NAME), ""));
    }
}
