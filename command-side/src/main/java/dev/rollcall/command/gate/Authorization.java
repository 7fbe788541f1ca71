package dev.rollcall.command.gate;

import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.client.Heartbeat;
import dev.rollcall.api.client.Register;
import dev.rollcall.api.user.CreateFirstAdministrator;
import dev.rollcall.api.user.SignIn;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.user.Actors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Lets only administrators command, as of this moment: what a command says about its sender's roles is not believed. From
 * here on it says what was found instead, and so do its facts. Those who have nothing to prove yet, or prove it by the
 * command itself, are let through as who they can be at most.
 */
final class Authorization implements MessageHandlerInterceptor<CommandMessage<?>> {

    private static final int LONGEST_REASON = 500;

    private final Actors actors;
    private final RefusedAttempts refusedAttempts;
    private final boolean reasonRequired;

    Authorization(Actors actors, RefusedAttempts refusedAttempts, boolean reasonRequired) {
        this.actors = actors;
        this.refusedAttempts = refusedAttempts;
        this.reasonRequired = reasonRequired;
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        CommandMessage<?> command = work.getMessage();
        Object payload = command.getPayload();
        if (payload instanceof Register register) {
            String client = register.client().toString();
            act(work, new Actor(Actor.Kind.CLIENT, client, client, List.of()), Via.CLIENT);
        } else if (payload instanceof Heartbeat heartbeat) {
            String client = heartbeat.client().toString();
            act(work, new Actor(Actor.Kind.CLIENT, client, client, List.of()), Via.CLIENT);
        } else if (payload instanceof SignIn || payload instanceof CreateFirstAdministrator) {
            act(work, Actor.SYSTEM, Via.SYSTEM);
        } else {
            Actor actor = administrator(command).orElse(null);
            if (actor == null) {
                refusedAttempts.record(command);
                throw new Rejected(Rejection.FORBIDDEN);
            }
            checkReason(command);
            work.transformMessage(message -> message.andMetaData(metaData(actor)));
        }
        return chain.proceed();
    }

    private Optional<Actor> administrator(CommandMessage<?> command) {
        try {
            Actor claimed = Provenance.from(command.getMetaData()).actor();
            if (claimed.kind() != Actor.Kind.USER) {
                return Optional.empty();
            }
            return actors.acting(UserId.parse(claimed.id())).filter(Actor::administrator);
        } catch (IllegalArgumentException nobody) {
            return Optional.empty();
        }
    }

    private void checkReason(CommandMessage<?> command) {
        Object reason = command.getMetaData().get(Provenance.REASON);
        String text = reason == null ? "" : reason.toString();
        if (reasonRequired && text.isBlank()) {
            Rejected.whenInvalid(List.of(new FieldError("/reason", "required", "Say why.")));
        }
        if (text.codePointCount(0, text.length()) > LONGEST_REASON) {
            Rejected.whenInvalid(List.of(
                    new FieldError("/reason", "too_long", "At most " + LONGEST_REASON + " characters are allowed.")));
        }
    }

    private static void act(UnitOfWork<? extends CommandMessage<?>> work, Actor actor, Via via) {
        work.transformMessage(
                message -> message.andMetaData(metaData(actor)).andMetaData(Map.of(Provenance.VIA, via.name())));
    }

    private static Map<String, String> metaData(Actor actor) {
        return Map.of(
                Provenance.ACTOR_KIND, actor.kind().name(),
                Provenance.ACTOR_ID, actor.id(),
                Provenance.ACTOR_NAME, actor.name(),
                Provenance.ACTOR_ROLES, String.join(" ", actor.roles()));
    }
}
