package dev.rollcall.query.projection;

import dev.rollcall.api.Rejection;
import dev.rollcall.api.access.Assertions.Disbelieved;
import dev.rollcall.api.access.Policy;
import dev.rollcall.query.Declined;
import java.util.Optional;
import java.util.function.Supplier;
import org.axonframework.common.Registration;
import org.axonframework.queryhandling.SimpleQueryUpdateEmitter;
import org.axonframework.queryhandling.SubscriptionQueryBackpressure;
import org.axonframework.queryhandling.SubscriptionQueryMessage;
import org.axonframework.queryhandling.UpdateHandlerRegistration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Updates of answers, for those who may have the answers. Axon asks no interceptor when somebody registers for them. Whoever
 * may have an answer only where it is about their own gets none: whether an update is, nobody looks.
 */
final class GuardedUpdates extends SimpleQueryUpdateEmitter {

    private final Supplier<Proof> proof;
    private final Supplier<Callers> callers;
    private final Supplier<RefusedAttempts> refusedAttempts;

    GuardedUpdates(
            Builder builder,
            Supplier<Proof> proof,
            Supplier<Callers> callers,
            Supplier<RefusedAttempts> refusedAttempts) {
        super(builder);
        this.proof = proof;
        this.callers = callers;
        this.refusedAttempts = refusedAttempts;
    }

    @Override
    public <U> UpdateHandlerRegistration<U> registerUpdateHandler(
            SubscriptionQueryMessage<?, ?, ?> query, int updateBufferSize) {
        Declined refused = refusal(query);
        return refused == null ? super.registerUpdateHandler(query, updateBufferSize) : nothing(refused);
    }

    @Deprecated
    @Override
    public <U> UpdateHandlerRegistration<U> registerUpdateHandler(
            SubscriptionQueryMessage<?, ?, ?> query, SubscriptionQueryBackpressure backpressure, int updateBufferSize) {
        Declined refused = refusal(query);
        return refused == null ? super.registerUpdateHandler(query, backpressure, updateBufferSize) : nothing(refused);
    }

    private @Nullable Declined refusal(SubscriptionQueryMessage<?, ?, ?> query) {
        try {
            proof.get().demandOnce(query, query.getQueryName());
        } catch (Disbelieved disbelieved) {
            return new Declined(Rejection.FORBIDDEN);
        }
        Optional<Policy.Verdict> verdict =
                callers.get().of(query.getMetaData()).map(caller -> Policy.judge(caller, query.getPayload()));
        if (verdict.equals(Optional.of(Policy.Verdict.YES))) {
            return null;
        }
        refusedAttempts.get().record(query, RefusedAttempts.NOT_PERMITTED);
        return new Declined(Rejection.FORBIDDEN);
    }

    private static <U> UpdateHandlerRegistration<U> nothing(Declined refused) {
        Registration none = () -> true;
        return new UpdateHandlerRegistration<>(none, Flux.error(refused), () -> {});
    }
}
