package dev.rollcall.query.projection;

import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Asserted;
import dev.rollcall.api.access.Assertions.Disbelieved;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.access.Uses;
import org.axonframework.messaging.HandlerExecutionException;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** Demands of every message that somebody who may say so asserts who sends it. */
final class Proof {

    private final Assertions assertions;
    private final Uses uses;
    private final RefusedAttempts refusedAttempts;

    Proof(Assertions assertions, Uses uses, RefusedAttempts refusedAttempts) {
        this.assertions = assertions;
        this.uses = uses;
        this.refusedAttempts = refusedAttempts;
    }

    /** Refuses (Disbelieved), and records, what registers for updates without an assertion, or with one that is not believed. */
    void demandOnce(Message<?> message, String name) throws Disbelieved {
        try {
            // the question itself uses it up for its first answer
            assertions.verify(subject(message, name), asserted -> uses.first(forUpdates(asserted)));
        } catch (Disbelieved disbelieved) {
            refusedAttempts.record(message, disbelieved.why());
            throw disbelieved;
        }
    }

    private static Asserted forUpdates(Asserted asserted) {
        return new Asserted(asserted.id() + ":updates", asserted.until());
    }

    private static Subject subject(Message<?> message, String name) {
        return new Subject(message.getIdentifier(), name, message.getPayload(), message.getMetaData());
    }

    /** Refuses (Disbelieved), and records, a message without an assertion, or with one that is not believed. */
    void demand(UnitOfWork<?> work, String name) throws Disbelieved {
        if (work.getResource(Assertions.VERIFIED) != null) {
            return;
        }
        Message<?> message = work.getMessage();
        try {
            Asserted asserted = assertions.verify(subject(message, name), uses::first);
            work.resources().put(Assertions.VERIFIED, asserted);
            work.onRollback(undone -> {
                if (!isAnswered(failure(undone))) {
                    uses.giveBack(asserted);
                }
            });
        } catch (Disbelieved disbelieved) {
            refusedAttempts.record(message, disbelieved.why());
            throw disbelieved;
        }
    }

    private static @Nullable Throwable failure(UnitOfWork<?> undone) {
        return undone.getExecutionResult() == null
                ? null
                : undone.getExecutionResult().getExceptionResult();
    }

    /** Whether that is the last word on a message: a conflict is not, and neither is that something cannot be reached. */
    private static boolean isAnswered(@Nullable Throwable failure) {
        Object details = failure instanceof HandlerExecutionException told
                ? told.getDetails().orElse(null)
                : null;
        return details instanceof Refusal refusal && refusal.rejection().kind() != Rejection.Kind.UNAVAILABLE;
    }
}
