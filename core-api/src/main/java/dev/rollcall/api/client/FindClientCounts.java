package dev.rollcall.api.client;

import dev.rollcall.api.user.UserId;
import java.util.List;

/**
 * How many clients each of these users has, by status; answered with a list of {@link ClientCountView}, which says nothing of
 * users without clients. Refused ({@code invalid_values}): more than 200 users.
 */
public record FindClientCounts(List<UserId> users) implements ClientQuery {

    public FindClientCounts {
        users = List.copyOf(users);
    }
}
