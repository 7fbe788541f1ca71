package dev.rollcall.command.client;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.client.PresentedToken;
import java.time.Clock;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;

/**
 * Tells whose token is presented, if it is active. It is decided on the facts stored at this moment: a view may lag, and
 * until it catches up would let a token pass that was revoked.
 */
class TokenIntrospection {

    private final ClientHistory clients;
    private final InstallationKey key;
    private final Clock clock;

    TokenIntrospection(ClientHistory clients, InstallationKey key, Clock clock) {
        this.clients = clients;
        this.key = key;
        this.clock = clock;
    }

    /** Revoked comprises deregistered and removed: both revoke. */
    @QueryHandler
    Optional<ClientView> answer(IntrospectToken query) {
        return PresentedTokens.open(query.token(), key).flatMap(this::owner).map(ClientState::view);
    }

    private Optional<ClientState> owner(PresentedToken presented) {
        return clients.now(presented.client())
                .filter(client -> client.token().is(presented))
                .filter(client -> client.token().active(clock.instant()));
    }
}
