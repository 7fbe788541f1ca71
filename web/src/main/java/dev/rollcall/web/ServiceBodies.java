package dev.rollcall.web;

import dev.rollcall.api.access.Scope;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent about service accounts. */
final class ServiceBodies {

    private ServiceBodies() {}

    @Schema(name = "NewServiceAccount")
    record NewServiceAccount(
            @Nullable String name,
            @Nullable List<Scope> scopes,
            @Nullable String externalSubject,
            @Nullable Reason reason) {}

    @Schema(name = "ServiceAccountPatch")
    record ServiceAccountPatch(
            @Nullable String name,
            @Nullable List<Scope> scopes,
            @Nullable String externalSubject) {}
}
