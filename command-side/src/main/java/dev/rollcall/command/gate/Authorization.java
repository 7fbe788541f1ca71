package dev.rollcall.command.gate;

import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Policy;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.Heartbeat;
import dev.rollcall.api.client.Register;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Lets pass what {@link Policy} permits the sender, as of this moment: what a command says about its sender's roles is not
 * believed. From here on it says what was found instead, and so do its facts. Those who have nothing to prove yet, or prove
 * it by the command itself, are let through as who they can be at most.
 */
final class Authorization implements MessageHandlerInterceptor<CommandMessage<?>> {

    private static final int LONGEST_REASON = 500;

    private final Proof proof;
    private final Outlook outlook;
    private final Callers callers;
    private final RefusedAttempts refusedAttempts;
    private final boolean reasonRequired;

    Authorization(
            Proof proof, Outlook outlook, Callers callers, RefusedAttempts refusedAttempts, boolean reasonRequired) {
        this.proof = proof;
        this.outlook = outlook;
        this.callers = callers;
        this.refusedAttempts = refusedAttempts;
        this.reasonRequired = reasonRequired;
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        CommandMessage<?> command = work.getMessage();
        Object payload = command.getPayload();
        proof.demand(work, command.getCommandName());
        outlook.on(command);
        if (Policy.isAnybodys(payload)) {
            actAtMost(work, payload);
        } else {
            Actor actor = callers.of(command.getMetaData()).orElse(null);
            if (actor == null || !callers.may(actor, payload)) {
                refusedAttempts.record(command, RefusedAttempts.NOT_PERMITTED);
                throw new Rejected(Rejection.FORBIDDEN);
            }
            checkReason(actor, command);
            work.transformMessage(message -> message.andMetaData(metaData(actor)));
        }
        return chain.proceed();
    }

    private static void actAtMost(UnitOfWork<? extends CommandMessage<?>> work, Object payload) {
        if (payload instanceof Register register) {
            act(work, client(register.client()), Via.CLIENT);
        } else if (payload instanceof Heartbeat heartbeat) {
            act(work, client(heartbeat.client()), Via.CLIENT);
        } else {
            act(work, Actor.SYSTEM, Via.SYSTEM);
        }
    }

    private static Actor client(ClientId client) {
        return new Actor(Actor.Kind.CLIENT, client.toString(), client.toString(), List.of());
    }

    /** The program itself owes nobody a reason. */
    private void checkReason(Actor actor, CommandMessage<?> command) {
        Object reason = command.getMetaData().get(Provenance.REASON);
        String text = reason == null ? "" : reason.toString();
        if (reasonRequired
                && actor.kind() != Actor.Kind.SYSTEM
                && text.isBlank()
                && !Policy.isOwnAffair(command.getPayload())) {
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
