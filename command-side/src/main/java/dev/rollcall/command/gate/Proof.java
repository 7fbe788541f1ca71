package dev.rollcall.command.gate;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Asserted;
import dev.rollcall.api.access.Assertions.Disbelieved;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.access.Uses;
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

    /** Refuses ({@code forbidden}), and records, a message without an assertion, or with one that is not believed. */
    void demand(UnitOfWork<?> work, String name) {
        if (work.getResource(Assertions.VERIFIED) != null) {
            return;
        }
        Message<?> message = work.getMessage();
        try {
            Asserted asserted = assertions.verify(
                    new Subject(message.getIdentifier(), name, message.getPayload(), message.getMetaData()),
                    uses::first);
            work.resources().put(Assertions.VERIFIED, asserted);
            work.onRollback(undone -> {
                if (!isAnswered(failure(undone))) {
                    uses.giveBack(asserted);
                }
            });
        } catch (Disbelieved disbelieved) {
            refusedAttempts.record(message, disbelieved.why());
            throw new Rejected(Rejection.FORBIDDEN);
        }
    }

    private static @Nullable Throwable failure(UnitOfWork<?> undone) {
        return undone.getExecutionResult() == null
                ? null
                : undone.getExecutionResult().getExceptionResult();
    }

    /** Whether that is the last word on a message: a conflict is not, and neither is that something cannot be reached. */
    private static boolean isAnswered(@Nullable Throwable failure) {
        return failure instanceof Rejected refused
                && refused.refusal().rejection().kind() != Rejection.Kind.UNAVAILABLE;
    }
}
