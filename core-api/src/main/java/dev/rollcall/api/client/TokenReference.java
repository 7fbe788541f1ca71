package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a fact says of a token: never the token.
 *
 * @param digest SHA-256 of the token, 64 hexadecimal digits
 * @param hint the prefix and the last four characters
 * @param expiresAt until when it can be claimed; absent: for ever
 */
public record TokenReference(
        @JsonProperty("tokenId") TokenId token,
        String digest,
        String hint,
        @Nullable Instant expiresAt) {}
