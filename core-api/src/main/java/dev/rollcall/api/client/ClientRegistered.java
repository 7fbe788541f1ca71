package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.Personal;
import dev.rollcall.api.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A client claimed its token from a machine.
 *
 * @param user whose client it was then; absent only in facts of revision 1
 */
public record ClientRegistered(
        @JsonProperty("clientId") ClientId client,
        @JsonProperty("tokenId") TokenId token,
        @JsonProperty("userId") @Nullable UserId user,
        @Personal String hostName)
        implements ClientEvent {
    @Override
    public ClientStatus status() {
        return ClientStatus.REGISTERED;
    }
}
