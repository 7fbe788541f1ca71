package dev.rollcall.query.projection;

import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Position;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.client.ClientQuery;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.UserQuery;
import dev.rollcall.query.Declined;
import dev.rollcall.query.QuerySettings;
import java.util.Optional;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.queryhandling.QueryMessage;
import org.jspecify.annotations.Nullable;

/** Every question passes here: may it be asked, and has the view come as far as the asker has? */
final class Gate implements MessageHandlerInterceptor<QueryMessage<?, ?>> {

    private final Waiting waiting;
    private final QuerySettings settings;

    Gate(Waiting waiting, QuerySettings settings) {
        this.waiting = waiting;
        this.settings = settings;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends QueryMessage<?, ?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        QueryMessage<?, ?> message = unitOfWork.getMessage();
        Object question = message.getPayload();
        if (!Policy.covers(question)) {
            return chain.proceed();
        }
        Actor actor = Policy.asker(message.getMetaData());
        Policy.beforeAnswering(actor, question);
        waitForPosition(question, message.getMetaData().get(Provenance.POSITION));
        Object answer = chain.proceed();
        Policy.afterAnswering(actor, question, answer);
        return answer;
    }

    private void waitForPosition(Object question, @Nullable Object position) throws InterruptedException {
        Optional<String> projection = answering(question);
        if (position == null || projection.isEmpty()) {
            return;
        }
        if (!waiting.until(projection.get(), parse(position), settings.longestWait())) {
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

    /** Which projection answers a question. What was at some instant is folded from the history. */
    private static Optional<String> answering(Object question) {
        if (question instanceof FindFacts
                || (question instanceof FindUser user && user.asOf() != null)
                || (question instanceof FindClient client && client.asOf() != null)) {
            return Optional.of("history");
        }
        if (question instanceof UserQuery) {
            return Optional.of("users");
        }
        return question instanceof ClientQuery ? Optional.of("clients") : Optional.empty();
    }
}
