package dev.rollcall.command.claim;

import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.user.UserId;
import java.util.List;

/**
 * Rosters: which clients belong to a user. Changed in the unit of work of the decision that asks. A user nobody ever
 * enrolled a client for has an empty roster; whether there is such a user, {@code Users} knows.
 */
public interface Rosters {

    /** Refuses ({@code user_not_found}) a user that was removed. */
    void enroll(UserId user, ClientId client);

    /** Nothing happens where the client is not on the roster. */
    void discharge(UserId user, ClientId client);

    /** In the order in which they were enrolled. */
    List<ClientId> clients(UserId user);

    int size(UserId user);

    /** The user is gone: every later {@link #enroll} is refused. The roster must be empty by then. */
    void close(UserId user);
}
