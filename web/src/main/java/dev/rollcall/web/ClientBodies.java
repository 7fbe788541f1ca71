package dev.rollcall.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.user.UserId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is sent about clients, and by them. */
final class ClientBodies {

    private ClientBodies() {}

    @Schema(name = "NewClient")
    record NewClient(
            @Nullable String name,
            @Nullable ClientType type,
            @Nullable Duration tokenExpiresIn,
            @Nullable Reason reason) {}

    @Schema(name = "ClientPatch")
    record ClientPatch(@Nullable String name, @Nullable UserId userId) {}

    @Schema(name = "Registration")
    record Registration(
            @Nullable PresentedToken token, @Nullable String hostName) {}

    /** For the documentation: a token in clear, as the command that shows it answers. */
    @Schema(name = "RevealedToken")
    record RevealedToken(PresentedToken token) {}

    /** For the documentation: whose a token is; nothing but {@code active} where it is not. */
    @Schema(name = "Introspection")
    record Introspection(
            boolean active,
            @Nullable ClientId sub,
            @Nullable String username,
            @JsonProperty("client_name") @Nullable String clientName,
            @Nullable ClientStatus status) {}
}
