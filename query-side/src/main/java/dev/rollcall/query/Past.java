package dev.rollcall.query;

import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import java.time.Instant;
import java.util.Optional;

/** What users and clients were at an instant; empty before they were created and from their removal on. */
public interface Past {

    Optional<UserView> user(UserId user, Instant asOf);

    Optional<ClientView> client(ClientId client, Instant asOf);
}
