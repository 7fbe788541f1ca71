package dev.rollcall.api.user;

import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientId;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Change a user and act on clients of that user in one decision: all of it, or nothing.
 *
 * @param details what to change of the user, absent: nothing
 * @param clients in this order; every client must belong to the user
 */
public record UpdateUser(
        @TargetAggregateIdentifier UserId user,
        @Nullable Long expectedVersion,
        @Nullable EditUser details,
        List<ClientStep> clients)
        implements UserCommand {

    public UpdateUser {
        clients = List.copyOf(clients);
    }

    /** What to do to one of the clients, and why. */
    public record ClientStep(
            ClientId client, ClientAction action, @Nullable String reason) {}
}
