package dev.rollcall.api.service;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.access.Scope;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Create a service account. The answer is the only one that holds its first secret. All that is wrong is refused at once
 * ({@code invalid_values}).
 *
 * @param name trimmed, 1–100 characters, characters as in names, unique regardless of case
 * @param scopes what it may do; none: nothing yet
 * @param externalSubject under which name the issuer that the installation trusts knows it: 1–255 characters, unique
 *     regardless of case; absent: only its own secret is a proof
 * @param flaws what whoever sends this already found wrong with fields
 */
public record CreateServiceAccount(
        @TargetAggregateIdentifier ServiceAccountId account,
        @Nullable String name,
        @Nullable List<Scope> scopes,
        @Nullable String externalSubject,
        List<FieldError> flaws)
        implements ServiceCommand {

    public CreateServiceAccount {
        scopes = scopes == null ? null : List.copyOf(scopes);
        flaws = List.copyOf(flaws);
    }
}
