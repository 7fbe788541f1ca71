package dev.rollcall.command.engine;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import java.util.UUID;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;

/** Decisions that the program makes of its own accord, with nobody who asks: as actor {@code SYSTEM}. */
public final class OwnAccord {

    /** Makes the decision in a unit of work of its own, again where it met a conflict. */
    public void decide(Runnable decision) {
        Retries retries = new Retries();
        while (true) {
            Throwable failure = attempt(decision);
            if (failure == null) {
                return;
            }
            if (!retries.again(failure)) {
                throw Retries.told(failure) instanceof RuntimeException told
                        ? told
                        : new IllegalStateException(failure);
            }
        }
    }

    private static @org.jspecify.annotations.Nullable Throwable attempt(Runnable decision) {
        Provenance provenance =
                new Provenance(Actor.SYSTEM, Via.SYSTEM, UUID.randomUUID().toString());
        Message<String> occasion = new GenericMessage<>("own accord", provenance.toMetaData());
        DefaultUnitOfWork<Message<String>> work = DefaultUnitOfWork.startAndGet(occasion);
        work.registerCorrelationDataProvider(
                new SimpleCorrelationDataProvider(Provenance.CARRIED.toArray(String[]::new)));
        var result = work.executeWithResult(
                () -> {
                    decision.run();
                    return "";
                },
                RollbackConfigurationType.ANY_THROWABLE);
        return result.isExceptional() ? result.exceptionResult() : null;
    }
}
