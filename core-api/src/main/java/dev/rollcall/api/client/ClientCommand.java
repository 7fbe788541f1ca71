package dev.rollcall.api.client;

import dev.rollcall.api.Command;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Everything that can be asked of a provisioned client. Each is answered with an {@link dev.rollcall.api.Accepted}. */
public sealed interface ClientCommand extends Command
        permits Provision,
                Register,
                Deregister,
                Reregister,
                Reprovision,
                RenameClient,
                ReassignClient,
                EditClient,
                RemoveClient,
                RevealToken {
    @TargetAggregateIdentifier
    ClientId client();
}
