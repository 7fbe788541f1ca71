package dev.rollcall.command.gate;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.access.Policy;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.service.FindExternalActor;
import dev.rollcall.api.user.FindPasskeys;
import dev.rollcall.api.user.ResumeSession;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.queryhandling.QueryMessage;
import org.jspecify.annotations.Nullable;

/** Judges the questions that this room answers; those of another room are judged there. */
final class Admission implements MessageHandlerInterceptor<QueryMessage<?, ?>> {

    private final Proof proof;
    private final Outlook outlook;
    private final Callers callers;
    private final RefusedAttempts refusedAttempts;

    Admission(Proof proof, Outlook outlook, Callers callers, RefusedAttempts refusedAttempts) {
        this.proof = proof;
        this.outlook = outlook;
        this.callers = callers;
        this.refusedAttempts = refusedAttempts;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends QueryMessage<?, ?>> work, InterceptorChain chain)
            throws Exception {
        QueryMessage<?, ?> message = work.getMessage();
        Object question = message.getPayload();
        if (!isAnsweredHere(message)) {
            return chain.proceed();
        }
        proof.demand(work, message.getQueryName());
        outlook.on(message);
        Actor caller = callers.of(message.getMetaData()).orElse(null);
        if (!callers.may(caller, question)) {
            throw refused(message);
        }
        Object answer = chain.proceed();
        if (caller != null
                && Policy.judge(caller, question) == Policy.Verdict.IF_OWN
                && !Policy.isOwn(caller, question, answer)) {
            throw refused(message);
        }
        return answer;
    }

    private static boolean isAnsweredHere(QueryMessage<?, ?> message) {
        return message.getPayload() instanceof IntrospectToken
                || message.getPayload() instanceof FindExternalActor
                || message.getPayload() instanceof ResumeSession
                || message.getPayload() instanceof FindPasskeys
                || message.getQueryName().equals(FindRefusedAttempts.OF_WHAT_DECIDES);
    }

    private Rejected refused(QueryMessage<?, ?> message) {
        refusedAttempts.record(message, RefusedAttempts.NOT_PERMITTED);
        return new Rejected(Rejection.FORBIDDEN);
    }
}
