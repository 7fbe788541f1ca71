package dev.rollcall.command.service;

import dev.rollcall.api.Actor;
import dev.rollcall.api.access.Scope;
import dev.rollcall.api.service.SecretReference;
import dev.rollcall.api.service.ServiceAccountCreated;
import dev.rollcall.api.service.ServiceAccountDisabled;
import dev.rollcall.api.service.ServiceAccountEnabled;
import dev.rollcall.api.service.ServiceAccountExternalSubjectChanged;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceAccountRenamed;
import dev.rollcall.api.service.ServiceAccountScopesChanged;
import dev.rollcall.api.service.ServiceAccountSecretRotated;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.api.service.ServiceEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a service account is after some of its facts; copies them and never judges. */
record ServiceState(
        ServiceAccountId account,
        String name,
        List<Scope> scopes,
        @Nullable String externalSubject,
        SecretReference secret,
        boolean enabled,
        long version,
        Instant createdAt,
        Instant updatedAt,
        String updatedBy) {

    /** What a fact leaves behind. Refuses (IllegalStateException) a first fact that is not a creation. */
    static ServiceState after(@Nullable ServiceState before, ServiceEvent fact, long version, Instant at, String by) {
        ServiceState now;
        if (fact instanceof ServiceAccountCreated created) {
            now = new ServiceState(
                    created.account(),
                    created.name(),
                    created.scopes(),
                    created.externalSubject(),
                    created.secret(),
                    true,
                    version,
                    at,
                    at,
                    by);
        } else if (before == null) {
            throw new IllegalStateException(
                    "the facts of service account " + fact.account() + " do not begin with its creation");
        } else {
            now = before.next(fact);
        }
        return new ServiceState(
                now.account,
                now.name,
                now.scopes,
                now.externalSubject,
                now.secret,
                now.enabled,
                version,
                now.createdAt,
                at,
                by);
    }

    private ServiceState next(ServiceEvent fact) {
        if (fact instanceof ServiceAccountRenamed renamed) {
            return with(renamed.name(), scopes, externalSubject, secret, enabled);
        } else if (fact instanceof ServiceAccountScopesChanged changed) {
            return with(name, changed.scopes(), externalSubject, secret, enabled);
        } else if (fact instanceof ServiceAccountExternalSubjectChanged changed) {
            return with(name, scopes, changed.externalSubject(), secret, enabled);
        } else if (fact instanceof ServiceAccountSecretRotated rotated) {
            return with(name, scopes, externalSubject, rotated.secret(), enabled);
        } else if (fact instanceof ServiceAccountDisabled || fact instanceof ServiceAccountEnabled) {
            return with(name, scopes, externalSubject, secret, fact instanceof ServiceAccountEnabled);
        }
        throw new IllegalStateException(
                "nobody said what " + fact.getClass().getSimpleName() + " changes of a service account");
    }

    private ServiceState with(
            String newName,
            List<Scope> newScopes,
            @Nullable String newSubject,
            SecretReference newSecret,
            boolean newEnabled) {
        return new ServiceState(
                account,
                newName,
                newScopes,
                newSubject,
                newSecret,
                newEnabled,
                version,
                createdAt,
                updatedAt,
                updatedBy);
    }

    /** Who acts when this service account does, with all its scopes. */
    Actor actor() {
        return new Actor(
                Actor.Kind.SERVICE,
                account.toString(),
                name,
                scopes.stream().map(Scope::text).toList());
    }

    /** As shown, without the secret. */
    ServiceAccountView view() {
        return new ServiceAccountView(
                account,
                name,
                scopes,
                enabled,
                secret.hint(),
                externalSubject,
                version,
                createdAt,
                updatedAt,
                updatedBy,
                null);
    }
}
