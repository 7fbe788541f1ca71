package dev.rollcall.command.gate;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.access.Policy;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.service.ServiceAccounts;
import dev.rollcall.command.user.Actors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Those who send messages, as they are at this moment: what a message says about their roles is not believed. */
final class Callers {

    private final Actors actors;
    private final ServiceAccounts services;

    Callers(Actors actors, ServiceAccounts services) {
        this.actors = actors;
        this.services = services;
    }

    /** Who sends a message; empty where nobody, or nobody who may act. */
    Optional<Actor> of(Map<String, ?> metaData) {
        try {
            Actor said = Provenance.from(metaData).actor();
            return switch (said.kind()) {
                case USER -> actors.acting(UserId.parse(said.id()));
                case SERVICE ->
                    services.acting(ServiceAccountId.parse(said.id())).map(held -> narrowed(held, said));
                case CLIENT -> Optional.of(new Actor(said.kind(), said.id(), said.id(), List.of()));
                case SYSTEM -> Optional.of(Actor.SYSTEM);
            };
        } catch (IllegalArgumentException nobody) {
            return Optional.empty();
        }
    }

    /** A service may have asked for less than it is permitted, and never has more. */
    private static Actor narrowed(Actor held, Actor said) {
        return new Actor(
                held.kind(),
                held.id(),
                held.name(),
                held.roles().stream().filter(said.roles()::contains).toList());
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
