package dev.rollcall.query.projection;

import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Position;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.access.Assertions.Disbelieved;
import dev.rollcall.api.access.Policy;
import dev.rollcall.api.audit.AuditQuery;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.client.ClientQuery;
import dev.rollcall.api.service.ServiceQuery;
import dev.rollcall.api.user.UserQuery;
import dev.rollcall.query.Declined;
import dev.rollcall.query.QuerySettings;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.queryhandling.QueryMessage;
import org.jspecify.annotations.Nullable;

/** Every question passes here: may it be asked, and has the view come as far as the asker has? */
final class Gate implements MessageHandlerInterceptor<QueryMessage<?, ?>> {

    private final Proof proof;
    private final Callers callers;
    private final RefusedAttempts refusedAttempts;
    private final Waiting waiting;
    private final QuerySettings settings;

    Gate(Proof proof, Callers callers, RefusedAttempts refusedAttempts, Waiting waiting, QuerySettings settings) {
        this.proof = proof;
        this.callers = callers;
        this.refusedAttempts = refusedAttempts;
        this.waiting = waiting;
        this.settings = settings;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends QueryMessage<?, ?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        QueryMessage<?, ?> message = unitOfWork.getMessage();
        Object question = message.getPayload();
        if (!isAnsweredHere(message)) {
            return chain.proceed();
        }
        try {
            proof.demand(unitOfWork, message.getQueryName());
        } catch (Disbelieved disbelieved) {
            throw new Declined(Rejection.FORBIDDEN);
        }
        Actor caller = callers.of(message.getMetaData()).orElse(null);
        if (!callers.may(caller, question)) {
            throw refused(message);
        }
        waitForPosition(question, message.getMetaData().get(Provenance.POSITION));
        Object answer = chain.proceed();
        if (caller != null
                && Policy.judge(caller, question) == Policy.Verdict.IF_OWN
                && !Policy.isOwn(caller, question, answer)) {
            throw refused(message);
        }
        return answer;
    }

    /** Others are judged by the room that answers them. */
    private static boolean isAnsweredHere(QueryMessage<?, ?> message) {
        Object question = message.getPayload();
        return question instanceof UserQuery
                || question instanceof ServiceQuery
                || question instanceof ClientQuery
                || (question instanceof AuditQuery
                        && !message.getQueryName().equals(FindRefusedAttempts.OF_WHAT_DECIDES));
    }

    private Declined refused(QueryMessage<?, ?> message) {
        refusedAttempts.record(message, RefusedAttempts.NOT_PERMITTED);
        return new Declined(Rejection.FORBIDDEN);
    }

    private void waitForPosition(Object question, @Nullable Object position) throws InterruptedException {
        if (position != null && isAnsweredByView(question) && !waiting.until(parse(position), settings.longestWait())) {
            throw new Declined(Rejection.VIEW_BEHIND);
        }
    }

    private static Position parse(Object position) {
        try {
            return Position.parse(position.toString());
        } catch (IllegalArgumentException unreadable) {
            throw Declined.invalid(new FieldError("/position", "invalid", "A position looks like 12 or 1.7345.12."));
        }
    }

    private static boolean isAnsweredByView(Object question) {
        return question instanceof FindFacts
                || question instanceof UserQuery
                || question instanceof ServiceQuery
                || question instanceof ClientQuery;
    }
}
