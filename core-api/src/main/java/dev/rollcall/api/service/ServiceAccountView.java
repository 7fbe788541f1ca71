package dev.rollcall.api.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.access.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service account, as shown.
 *
 * @param hint of its secret: the prefix and the last four characters
 * @param version the number of its last fact, from 0
 * @param updatedBy the name of who made the last change
 * @param secret only in the answer of the command that issued it
 */
public record ServiceAccountView(
        @JsonProperty("serviceAccountId") ServiceAccountId account,
        String name,
        List<Scope> scopes,
        boolean enabled,
        String hint,
        @Nullable String externalSubject,
        long version,
        Instant createdAt,
        Instant updatedAt,
        String updatedBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Sealed secret) {

    public ServiceAccountView {
        scopes = List.copyOf(scopes);
    }

    public ServiceAccountView withSecret(Sealed sealed) {
        return new ServiceAccountView(
                account,
                name,
                scopes,
                enabled,
                hint,
                externalSubject,
                version,
                createdAt,
                updatedAt,
                updatedBy,
                sealed);
    }
}
