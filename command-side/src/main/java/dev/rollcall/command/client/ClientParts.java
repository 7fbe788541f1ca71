package dev.rollcall.command.client;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.WrappingKey;
import dev.rollcall.api.WrongSetting;
import dev.rollcall.api.client.ClientCommand;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.claim.Rosters;
import dev.rollcall.command.engine.Aggregates;
import dev.rollcall.command.engine.CommandSettings;
import dev.rollcall.command.engine.Folded;
import dev.rollcall.command.engine.Foresight;
import dev.rollcall.command.engine.SweepTimer;
import dev.rollcall.command.engine.Tables;
import java.time.Clock;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.Repository;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the clients' part of the room together. */
@Configuration(proxyBeanMethods = false)
class ClientParts {

    /** Axon finds it by this name. */
    @Bean
    Repository<ProvisionedClient> provisionedClientRepository(Aggregates aggregates, ClientHistory history) {
        return aggregates.oneAtATime(
                ProvisionedClient.class, history.states(), ProvisionedClient::new, ProvisionedClient::state);
    }

    @Bean
    WrappingKey tokenWrapping(Tables tables, InstallationKey key) {
        return new WrappingKey(key, new WrappedTokenSecrets(tables.jdbc(), key));
    }

    @Bean
    TokenSecrets tokenSecrets(Tables tables, InstallationKey key, @Qualifier("tokenWrapping") WrappingKey wrapping) {
        return new JdbcTokenSecrets(tables.jdbc(), key, wrapping);
    }

    @Bean
    TokenIssuer tokenIssuer(TokenSecrets secrets, InstallationKey key, Clock clock, CommandSettings settings) {
        if (!TokenIssuer.offers(settings.tokenExpiresIn())) {
            throw new WrongSetting("rollcall.command.token-expires-in: between one second and ten years, such as 14d;"
                    + " leave it out for tokens that can be claimed for ever.");
        }
        return new TokenIssuer(new RandomTokens(), secrets, key, clock, settings.tokenExpiresIn());
    }

    @Bean
    ClientHistory clientHistory(EventStore store) {
        return new ClientHistory(store);
    }

    /** Which client is to be changed, or is asked about by its token. */
    @Bean
    Foresight clientForesight(ClientHistory history, InstallationKey key) {
        return (message, first) -> {
            if (message.getPayload() instanceof ClientCommand command) {
                first.put(
                        command.client().toString(),
                        history.states().next(command.client().toString()));
            } else if (message.getPayload() instanceof IntrospectToken question) {
                PresentedTokens.open(question.token(), key)
                        .map(PresentedToken::client)
                        .map(ClientId::toString)
                        .ifPresent(client -> first.put(client, history.states().next(client)));
            }
        };
    }

    @Bean
    Folded<ClientState> clientStates(ClientHistory history) {
        return history.states();
    }

    @Bean
    OwnedClients ownedClients(
            Repository<ProvisionedClient> clients,
            ClientHistory history,
            Claims claims,
            Rosters rosters,
            TokenIssuer tokens,
            Clock clock) {
        return new OwnedClients(clients, history, claims, rosters, tokens, clock);
    }

    @Bean
    TokenIntrospection tokenIntrospection(ClientHistory clients, InstallationKey key, Clock clock) {
        return new TokenIntrospection(clients, key, clock);
    }

    @Bean
    SweepTimer tokenSweeper(TokenSecrets secrets, ClientHistory clients, Clock clock) {
        return new SweepTimer("token-sweeper", new TokenSweeper(secrets, clients, clock)::sweep);
    }
}
