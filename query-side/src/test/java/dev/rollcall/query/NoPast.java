package dev.rollcall.query;

import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import java.time.Instant;
import java.util.Optional;

/** Nobody is expected to ask what was. */
public record NoPast() implements Past {

    @Override
    public Optional<UserView> user(UserId user, Instant asOf) {
        throw new AssertionError("asked about the past");
    }

    @Override
    public Optional<ClientView> client(ClientId client, Instant asOf) {
        throw new AssertionError("asked about the past");
    }
}
