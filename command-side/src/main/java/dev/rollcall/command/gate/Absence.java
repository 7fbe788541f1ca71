package dev.rollcall.command.gate;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientCommand;
import dev.rollcall.api.client.Register;
import dev.rollcall.api.service.ServiceCommand;
import dev.rollcall.api.user.UserCommand;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;

/** Answers a command to somebody who never was as one to somebody who is gone. */
final class Absence implements MessageHandlerInterceptor<CommandMessage<?>> {

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        Object command = work.getMessage().getPayload();
        try {
            return chain.proceed();
        } catch (AggregateNotFoundException absent) {
            if (command instanceof Register) {
                // whoever presents a token learns nothing about clients from it
                throw new Rejected(Rejection.TOKEN_INVALID);
            } else if (command instanceof UserCommand) {
                throw new Rejected(Rejection.USER_NOT_FOUND);
            } else if (command instanceof ClientCommand) {
                throw new Rejected(Rejection.CLIENT_NOT_FOUND);
            }
            Rejected.when(command instanceof ServiceCommand, Rejection.SERVICE_ACCOUNT_NOT_FOUND);
            throw absent;
        }
    }
}
