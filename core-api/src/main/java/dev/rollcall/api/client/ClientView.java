package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.user.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provisioned client, as shown.
 *
 * @param active derived: only {@code REGISTERED} is active
 * @param presence whether its machine was heard of lately; from a command's answer always {@code OFFLINE}, as only the
 *     views know
 * @param availableActions what an administrator can do to it now
 * @param hostName where it registered last; kept through everything that follows
 * @param version the number of its last fact, from 0
 * @param registeredAt when a fact last left it {@code REGISTERED}, be it by its machine or by Reregister; never cleared
 * @param deregisteredAt when it was last deregistered; never cleared
 * @param updatedBy the name of who made the last change
 */
public record ClientView(
        @JsonProperty("clientId") ClientId client,
        @JsonProperty("userId") UserId user,
        String username,
        String name,
        ClientType type,
        ClientStatus status,
        boolean active,
        TokenView token,
        @Nullable String hostName,
        Presence presence,
        List<ClientAction> availableActions,
        long version,
        Instant provisionedAt,
        @Nullable Instant registeredAt,
        @Nullable Instant deregisteredAt,
        Instant updatedAt,
        String updatedBy) {

    public ClientView {
        availableActions = List.copyOf(availableActions);
    }

    /** The same, with the value of its token: for the one who had it issued or revealed. */
    public ClientView withTokenValue(Sealed value) {
        return new ClientView(
                client,
                user,
                username,
                name,
                type,
                status,
                active,
                token.withValue(value),
                hostName,
                presence,
                availableActions,
                version,
                provisionedAt,
                registeredAt,
                deregisteredAt,
                updatedAt,
                updatedBy);
    }
}
