package dev.rollcall.command.gate;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.access.Policy;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.user.Actors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Those who send messages, as they are at this moment: what a message says about their roles is not believed. */
final class Callers {

    private final Actors actors;

    Callers(Actors actors) {
        this.actors = actors;
    }

    /** Who sends a message; empty where nobody, or nobody who may act. */
    Optional<Actor> of(Map<String, ?> metaData) {
        try {
            Actor said = Provenance.from(metaData).actor();
            return switch (said.kind()) {
                case USER -> actors.acting(UserId.parse(said.id()));
                case SERVICE -> Optional.empty();
                case CLIENT -> Optional.of(new Actor(said.kind(), said.id(), said.id(), List.of()));
                case SYSTEM -> Optional.of(Actor.SYSTEM);
            };
        } catch (IllegalArgumentException nobody) {
            return Optional.empty();
        }
    }

    /** Whether the table lets this caller send this message, the answer aside. */
    boolean may(@Nullable Actor caller, Object message) {
        return switch (Policy.judge(caller, message)) {
            case YES, IF_OWN -> true;
            case NO -> false;
            case UNLESS_ADMINISTRATOR ->
                Policy.target(message).filter(actors::isAdministrator).isEmpty();
        };
    }
}
