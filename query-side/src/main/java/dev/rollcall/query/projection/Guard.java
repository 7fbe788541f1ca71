package dev.rollcall.query.projection;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.access.Assertions.Disbelieved;
import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.CheckProjection;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.ReportNode;
import dev.rollcall.api.audit.RetryDeadLetter;
import java.util.Set;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Judges the commands that this room carries out. Where the room that decides is played by the same process it has done so
 * already; doing it once more changes nothing.
 */
final class Guard implements MessageHandlerInterceptor<CommandMessage<?>> {

    private static final Set<Class<?>> OURS = Set.of(
            RebuildProjection.class,
            CheckProjection.class,
            CancelRebuild.class,
            RetryDeadLetter.class,
            DiscardDeadLetter.class,
            ReportNode.class);

    private final Proof proof;
    private final Callers callers;
    private final RefusedAttempts refusedAttempts;

    Guard(Proof proof, Callers callers, RefusedAttempts refusedAttempts) {
        this.proof = proof;
        this.callers = callers;
        this.refusedAttempts = refusedAttempts;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain)
            throws Exception {
        CommandMessage<?> command = work.getMessage();
        if (OURS.contains(command.getPayloadType())) {
            try {
                proof.demand(work, command.getCommandName());
            } catch (Disbelieved disbelieved) {
                throw new Rejected(Rejection.FORBIDDEN);
            }
            Actor caller = callers.of(command.getMetaData()).orElse(null);
            if (!callers.may(caller, command.getPayload())) {
                refusedAttempts.record(command, RefusedAttempts.NOT_PERMITTED);
                throw new Rejected(Rejection.FORBIDDEN);
            }
        }
        return chain.proceed();
    }
}
