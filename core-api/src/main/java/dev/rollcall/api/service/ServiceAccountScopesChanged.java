package dev.rollcall.api.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.access.Scope;
import java.util.List;

/** A service account may do something else; all that it may do now is given. */
public record ServiceAccountScopesChanged(
        @JsonProperty("serviceAccountId") ServiceAccountId account, List<Scope> scopes) implements ServiceEvent {

    public ServiceAccountScopesChanged {
        scopes = List.copyOf(scopes);
    }
}
