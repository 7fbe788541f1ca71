package dev.rollcall.command.client;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.api.client.TokenReference;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.queryhandling.QueryHandler;

/**
 * Tells whose token is presented, if it is active. It is decided on the facts stored at this moment: a view may lag, and
 * until it catches up would let a token pass that was revoked.
 */
class TokenIntrospection {

    private final ClientHistory clients;
    private final InstallationKey key;
    private final Clock clock;
    /** Of nobody: for whatever is no token at all to take the way of one. */
    private final PresentedToken nobodys =
            PresentedToken.create(new ClientId(new UUID(0x7000L, 0x8000_0000_0000_0000L)), new SecureRandom());

    /** Of nobody either: no token has this digest. */
    private final CurrentToken nobody = CurrentToken.issued(
            new TokenReference(new TokenId(new UUID(0x7000L, 0x8000_0000_0000_0000L)), "0".repeat(64), "", null),
            Instant.EPOCH);

    TokenIntrospection(ClientHistory clients, InstallationKey key, Clock clock) {
        this.clients = clients;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Revoked comprises deregistered and removed: both revoke. Whatever is wrong with a token, the store is asked once and digests are
     * compared once, so that the time says no more than the answer.
     */
    @QueryHandler
    Optional<ClientView> answer(IntrospectToken query) {
        PresentedToken presented = PresentedTokens.open(query.token(), key).orElse(nobodys);
        Optional<ClientState> client = clients.now(presented.client());
        boolean its = client.map(ClientState::token).orElse(nobody).is(presented);
        return client.filter(found -> its && found.token().active(clock.instant()))
                .map(ClientState::view);
    }
}
