package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.Sealed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The current token of a client, as shown.
 *
 * @param hint the prefix and the last four characters
 * @param value only in the answer of the command that issued it
 */
public record TokenView(
        @JsonProperty("tokenId") TokenId token,
        String hint,
        TokenState state,
        Instant issuedAt,
        @Nullable Instant claimedAt,
        @Nullable Instant expiresAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Sealed value) {

    public TokenView withValue(Sealed sealed) {
        return new TokenView(token, hint, state, issuedAt, claimedAt, expiresAt, sealed);
    }
}
