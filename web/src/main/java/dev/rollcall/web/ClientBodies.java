package dev.rollcall.web;

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

    /** A token in clear: only ever the answer of the command that shows it. */
    @Schema(name = "RevealedToken")
    record RevealedToken(String token) {
        @Override
        public String toString() {
            return "token";
        }
    }
}
