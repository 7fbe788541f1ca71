package dev.rollcall.query.projection;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.access.Policy;
import dev.rollcall.api.access.Scope;
import dev.rollcall.api.service.ServiceAccountCreated;
import dev.rollcall.api.service.ServiceAccountDisabled;
import dev.rollcall.api.service.ServiceAccountEnabled;
import dev.rollcall.api.service.ServiceAccountRenamed;
import dev.rollcall.api.service.ServiceAccountScopesChanged;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.AdminGranted;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserUnlocked;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/**
 * Those who send messages, as they are at this moment: folded from their facts, as a view may lag and a message may lie. What
 * was folded once is remembered, and every look adds the facts stored since.
 */
final class Callers {

    private static final int MOST_REMEMBERED = 10_000;

    /** What the facts about somebody come to, as far as it matters here. */
    private record Known(Actor actor, boolean may, long version) {}

    private final Supplier<EventStore> store;
    private final Map<String, Known> remembered = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    Callers(Supplier<EventStore> store) {
        this.store = store;
    }

    /** Who a message says sends it; empty where it does not. */
    static Optional<Actor> said(Map<String, ?> metaData) {
        try {
            return Optional.of(Provenance.from(metaData).actor());
        } catch (IllegalArgumentException nobody) {
            return Optional.empty();
        }
    }

    /** Who sends a message; empty where nobody, or nobody who may act. */
    Optional<Actor> of(Map<String, ?> metaData) {
        return said(metaData).flatMap(said -> switch (said.kind()) {
            case USER -> acting(said);
            case SERVICE -> acting(said).map(held -> narrowed(held, said));
            case CLIENT -> Optional.of(new Actor(said.kind(), said.id(), said.id(), List.of()));
            case SYSTEM -> Optional.of(Actor.SYSTEM);
        });
    }

    /** Whether the table lets this caller send this message, the answer aside. */
    boolean may(@Nullable Actor caller, Object message) {
        return switch (Policy.judge(caller, message)) {
            case YES, IF_OWN -> true;
            // no command of this room is sent to a user
            case NO, UNLESS_ADMINISTRATOR -> false;
        };
    }

    /** A service may have asked for less than it is permitted, and never has more. */
    private static Actor narrowed(Actor held, Actor said) {
        return with(held, held.roles().stream().filter(said.roles()::contains).toList());
    }

    private Optional<Actor> acting(Actor said) {
        try {
            return Optional.ofNullable(look(UserId.parse(said.id()).toString()))
                    .filter(known -> known.may() && known.actor().kind() == said.kind())
                    .map(Known::actor);
        } catch (IllegalArgumentException nobody) {
            return Optional.empty();
        }
    }

    private @Nullable Known look(String id) {
        Known known;
        synchronized (remembered) {
            known = remembered.get(id);
        }
        var facts = store.get().readEvents(id, known == null ? 0 : known.version() + 1);
        while (facts.hasNext()) {
            known = after(known, facts.next());
        }
        if (known != null) {
            synchronized (remembered) {
                remembered.put(id, known);
            }
        }
        return known;
    }

    private static @Nullable Known after(@Nullable Known before, DomainEventMessage<?> message) {
        Object fact = message.getPayload();
        long version = message.getSequenceNumber();
        if (fact instanceof UserCreated created) {
            Actor actor = new Actor(
                    Actor.Kind.USER,
                    created.user().toString(),
                    created.username(),
                    roles(created.primaryRole().name(), created.admin()));
            return new Known(actor, true, version);
        } else if (fact instanceof ServiceAccountCreated created) {
            return new Known(
                    new Actor(
                            Actor.Kind.SERVICE, created.account().toString(), created.name(), roles(created.scopes())),
                    true,
                    version);
        } else if (before == null) {
            return null;
        }
        Actor actor = before.actor();
        boolean may = before.may();
        if (fact instanceof PrimaryRoleChanged changed) {
            actor = with(actor, roles(changed.primaryRole().name(), isAdmin(actor)));
        } else if (fact instanceof AdminGranted) {
            actor = with(actor, roles(actor.roles().get(0), true));
        } else if (fact instanceof AdminDropped) {
            actor = with(actor, roles(actor.roles().get(0), false));
        } else if (fact instanceof ServiceAccountScopesChanged changed) {
            actor = with(actor, roles(changed.scopes()));
        } else if (fact instanceof ServiceAccountRenamed renamed) {
            actor = new Actor(actor.kind(), actor.id(), renamed.name(), actor.roles());
        } else if (fact instanceof UserLocked
                || fact instanceof UserRemoved
                || fact instanceof ServiceAccountDisabled) {
            may = false;
        } else if (fact instanceof UserUnlocked || fact instanceof ServiceAccountEnabled) {
            may = true;
        }
        return new Known(actor, may, version);
    }

    private static Actor with(Actor actor, List<String> roles) {
        return new Actor(actor.kind(), actor.id(), actor.name(), roles);
    }

    private static boolean isAdmin(Actor actor) {
        return actor.roles().contains(SecondaryRole.ADMIN.name());
    }

    private static List<String> roles(List<Scope> scopes) {
        return scopes.stream().map(Scope::text).toList();
    }

    /** The primary role comes first, always. */
    private static List<String> roles(String primary, boolean admin) {
        return admin
                ? List.of(PrimaryRole.valueOf(primary).name(), SecondaryRole.ADMIN.name())
                : List.of(PrimaryRole.valueOf(primary).name());
    }
}
