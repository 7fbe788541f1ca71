package dev.rollcall.command.service;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.engine.Aggregates;
import dev.rollcall.command.engine.Folded;
import dev.rollcall.command.user.WrongSignIns;
import org.axonframework.modelling.command.Repository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the service accounts' part of the room together. */
@Configuration(proxyBeanMethods = false)
class ServiceParts {

    /** Axon finds it by this name. */
    @Bean
    Repository<ServiceAccount> serviceAccountRepository(Aggregates aggregates, SourcedServiceAccounts accounts) {
        return aggregates.oneAtATime(
                ServiceAccount.class, accounts.states(), ServiceAccount::new, ServiceAccount::known);
    }

    @Bean
    Folded<ServiceState> serviceStates(SourcedServiceAccounts accounts) {
        return accounts.states();
    }

    @Bean
    SecretIssuer secretIssuer(InstallationKey key) {
        return new SecretIssuer(key);
    }

    @Bean
    ServiceSignIns serviceSignIns(
            SourcedServiceAccounts accounts, Claims claims, WrongSignIns wrongSignIns, InstallationKey key) {
        return new ServiceSignIns(accounts, claims, wrongSignIns, key);
    }
}
