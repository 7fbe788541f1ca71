package dev.rollcall.command.engine;

import dev.rollcall.api.client.ClientCommand;
import dev.rollcall.api.service.ServiceCommand;
import dev.rollcall.api.user.UserCommand;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/**
 * Whom a command is for. Axon's own resolver looks through the annotations of the command's class with every command, for the
 * version first, which here is no affair of the framework's.
 */
public final class Targets implements CommandTargetResolver {

    /** Refuses (IllegalArgumentException) what is for no aggregate. */
    @Override
    public VersionedAggregateIdentifier resolveTarget(CommandMessage<?> command) {
        Object payload = command.getPayload();
        Object target;
        if (payload instanceof UserCommand user) {
            target = user.user();
        } else if (payload instanceof ClientCommand client) {
            target = client.client();
        } else if (payload instanceof ServiceCommand service) {
            target = service.account();
        } else {
            throw new IllegalArgumentException(command.getCommandName() + " is for no aggregate");
        }
        return new VersionedAggregateIdentifier(target.toString(), null);
    }
}
