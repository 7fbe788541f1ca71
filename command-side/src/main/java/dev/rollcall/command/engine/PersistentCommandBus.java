package dev.rollcall.command.engine;

import static org.axonframework.commandhandling.GenericCommandResultMessage.asCommandResultMessage;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfiguration;

/**
 * Handles the commands of this process and tries one that met a conflict again, each time in a unit of work of its own.
 *
 * <p>Here and not where commands are sent: a sender would have to know conflicts from refusals through every wire.
 *
 * <p>It opens no transaction. Facts are appended all together by the store, and rows are written before or after them, so a
 * command never holds a connection while it waits for a lock, a hash or another connection.
 */
public final class PersistentCommandBus extends SimpleCommandBus {

    /**
     * Whatever ends a command undoes it, checked exceptions included. Only a refused sign-in is more than a refusal: that it
     * was tried may lock the user, and that has to be stored.
     */
    static final RollbackConfiguration UNDONE = failure ->
            !(failure instanceof Rejected refused && refused.refusal().rejection() == Rejection.NOT_SIGNED_IN);

    public PersistentCommandBus(SimpleCommandBus.Builder builder) {
        super(builder.rollbackConfiguration(UNDONE));
    }

    @Override
    protected <C, R> void handle(
            CommandMessage<C> command,
            MessageHandler<? super CommandMessage<?>> handler,
            CommandCallback<? super C, ? super R> callback) {
        if (CurrentUnitOfWork.isStarted()) {
            // Part of another decision: only the whole of it can be tried again.
            super.handle(command, handler, callback);
        } else {
            attempt(command, handler, callback, new Retries());
        }
    }

    private <C, R> void attempt(
            CommandMessage<C> command,
            MessageHandler<? super CommandMessage<?>> handler,
            CommandCallback<? super C, ? super R> callback,
            Retries retries) {
        CommandCallback<C, R> decide = (message, result) -> {
            if (!result.isExceptional()) {
                callback.onResult(message, result);
            } else if (retries.again(result.exceptionResult())) {
                attempt(command, handler, callback, retries);
            } else {
                callback.onResult(message, asCommandResultMessage(Retries.told(result.exceptionResult())));
            }
        };
        super.handle(command, handler, decide);
    }
}
