package dev.rollcall.command.user;

import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Clients, as a decision about their user reaches them: each decides for itself, and all their facts are stored together
 * with the user's, or none.
 */
public interface Clients {

    /**
     * Deregisters, reregisters or reprovisions a client. Refuses what the command of the same name refuses.
     *
     * @param reason why this client, in the metadata of the facts of this step; absent: as the command as a whole says
     * @return the client after this step, with its new token where one was issued
     */
    ClientView act(ClientId client, ClientAction action, @Nullable String reason);

    /** Removes clients, revoking their tokens, and takes them off their user's roster. */
    void removeAll(List<ClientId> clients);

    /**
     * A client as it was at a version, to repeat an answer. Its token has a value only if that version is one that issued or
     * revealed the token, and the token can at this moment still be claimed. Empty where there never was such a client
     * or version.
     */
    Optional<ClientView> at(ClientId client, long version);
}
