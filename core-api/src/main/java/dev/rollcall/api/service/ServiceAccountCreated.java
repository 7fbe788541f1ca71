package dev.rollcall.api.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.access.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service account was created, with its first secret. */
public record ServiceAccountCreated(
        @JsonProperty("serviceAccountId") ServiceAccountId account,
        String name,
        List<Scope> scopes,
        @Nullable String externalSubject,
        SecretReference secret)
        implements ServiceEvent {

    public ServiceAccountCreated {
        scopes = List.copyOf(scopes);
    }
}
