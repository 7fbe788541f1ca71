package dev.rollcall.command.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import dev.rollcall.command.claim.PastRosters;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Users folded from their facts. What was folded once is remembered, and every look adds the facts stored since, so it is
 * right however many processes there are.
 */
@Component
final class SourcedUsers implements Users, Actors, PastUsers {

    private static final int MOST_REMEMBERED = 10_000;

    private final EventStore store;
    private final PastRosters rosters;
    private final Cache<UserId, UserState> remembered =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    SourcedUsers(EventStore store, PastRosters rosters) {
        this.store = store;
        this.rosters = rosters;
    }

    @Override
    public Optional<String> usernameOf(UserId user) {
        return Optional.ofNullable(look(user)).filter(state -> !state.removed()).map(UserState::username);
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
        UserState state = look(user);
        if (state != null) {
            remembered.put(user, state);
        }
        return Optional.ofNullable(state).filter(found -> !found.removed());
    }

    /** Whether the facts of a user say that it was erased; empty where there are none. */
    Optional<Boolean> erased(UserId user) {
        return Optional.ofNullable(look(user)).map(UserState::erased);
    }

    /** Reads everybody anew the next time. */
    void forgetAll() {
        remembered.invalidateAll();
    }

    @Override
    public Optional<UserView> at(UserId user, long version, Instant then) {
        UserState state = null;
        var facts = store.readEvents(user.toString(), 0);
        while (facts.hasNext() && facts.peek().getSequenceNumber() <= version) {
            state = after(state, facts.next());
        }
        return Optional.ofNullable(state)
                .filter(found -> found.version() == version)
                .map(found -> found.view(rosters.sizeAt(user, then)));
    }

    private @Nullable UserState look(UserId user) {
        UserState state = remembered.getIfPresent(user);
        var facts = store.readEvents(user.toString(), state == null ? 0 : state.version() + 1);
        while (facts.hasNext()) {
            DomainEventMessage<?> fact = facts.next();
            if (!(fact.getPayload() instanceof UserEvent)) {
                // the identifier of something else
                return null;
            }
            state = after(state, fact);
        }
        return state;
    }

    private static UserState after(@Nullable UserState before, DomainEventMessage<?> fact) {
        return UserState.after(
                before,
                (UserEvent) fact.getPayload(),
                fact.getSequenceNumber(),
                fact.getTimestamp(),
                Objects.toString(fact.getMetaData().get(Provenance.ACTOR_ID), ""),
                Objects.toString(fact.getMetaData().get(Provenance.ACTOR_NAME), ""));
    }
}
