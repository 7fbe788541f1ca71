package dev.rollcall.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent about users. */
final class UserBodies {

    private UserBodies() {}

    /** What a user can be besides; nothing is {@code null}. */
    enum Secondary {
        ADMIN
    }

    @Schema(name = "NewUser")
    record NewUser(
            @Nullable String username,
            @Nullable SignInConfiguration configuration,
            @Nullable String email,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable Sealed password,
            @Nullable Sealed confirmPassword,
            @Nullable PrimaryRole primaryRole,
            @Nullable Secondary secondaryRole,
            @Nullable Reason reason) {}

    @Schema(name = "UserPatch")
    record UserPatch(
            @Nullable String username,
            @Nullable SignInConfiguration configuration,
            @Nullable String email,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable Sealed password,
            @Nullable Sealed confirmPassword,
            @Nullable PrimaryRole primaryRole,
            @Nullable Secondary secondaryRole) {

        static final UserPatch NOTHING = new UserPatch(null, null, null, null, null, null, null, null, null);
    }

    @Schema(name = "UserUpdate")
    record UserUpdate(
            @Nullable UserPatch details,
            @Nullable List<Step> clients,
            @Nullable Reason reason) {}

    /** For the documentation: a user's fields, and beside them the clients that were acted on. */
    @Schema(name = "UpdatedUser")
    record UpdatedUser(@JsonUnwrapped UserView user, List<ClientView> clients) {}

    @Schema(name = "ClientStep")
    record Step(
            @Nullable ClientId clientId,
            @Nullable ClientAction action,
            @Nullable Reason reason) {}
}
