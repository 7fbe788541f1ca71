package dev.rollcall.api.service;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.access.Scope;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Change some fields of a service account; what is absent stays as it is. Rules as for {@link CreateServiceAccount}. Scopes
 * that are taken away are gone at once, also for tokens that were issued with them.
 *
 * @param expectedVersion the version this edit is based on; another one is refused ({@code version_mismatch}); absent:
 *     whatever it is now
 * @param externalSubject empty: taken away
 */
public record EditServiceAccount(
        @TargetAggregateIdentifier ServiceAccountId account,
        @Nullable Long expectedVersion,
        @Nullable String name,
        @Nullable List<Scope> scopes,
        @Nullable String externalSubject,
        List<FieldError> flaws)
        implements ServiceCommand {

    public EditServiceAccount {
        scopes = scopes == null ? null : List.copyOf(scopes);
        flaws = List.copyOf(flaws);
    }
}
