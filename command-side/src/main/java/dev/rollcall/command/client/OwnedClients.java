package dev.rollcall.command.client;

import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.claim.Rosters;
import dev.rollcall.command.user.Clients;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;

/** The clients of a user, within the unit of work of a decision about the user. */
class OwnedClients implements Clients {

    private final Repository<ProvisionedClient> clients;
    private final ClientHistory history;
    private final Claims claims;
    private final Rosters rosters;
    private final TokenIssuer tokens;
    private final Clock clock;

    OwnedClients(
            Repository<ProvisionedClient> clients,
            ClientHistory history,
            Claims claims,
            Rosters rosters,
            TokenIssuer tokens,
            Clock clock) {
        this.clients = clients;
        this.history = history;
        this.claims = claims;
        this.rosters = rosters;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public ClientView act(ClientId client, ClientAction action, @Nullable String reason) {
        MetaData why = reason == null ? MetaData.emptyInstance() : MetaData.with(Provenance.REASON, reason);
        return load(client).invoke(decision -> decision.act(action, why, tokens));
    }

    @Override
    public void removeAll(List<ClientId> all) {
        all.forEach(client -> load(client).execute(decision -> decision.remove(claims, rosters, tokens)));
    }

    private Aggregate<ProvisionedClient> load(ClientId client) {
        try {
            return clients.load(client.toString());
        } catch (AggregateNotFoundException nobody) {
            throw new Rejected(Rejection.CLIENT_NOT_FOUND);
        }
    }

    @Override
    public Optional<ClientView> at(ClientId client, long version) {
        return history.at(client, version).map(then -> {
            ClientView view = then.view();
            return then.tokenShown() ? shown(view) : view;
        });
    }

    private ClientView shown(ClientView view) {
        return history.now(view.client())
                .map(ClientState::token)
                .filter(token -> token.reference().token().equals(view.token().token()))
                .filter(token -> token.claimable(clock.instant()))
                .flatMap(token -> tokens.show(token.reference().token()))
                .map(view::withTokenValue)
                .orElse(view);
    }
}
