package dev.rollcall.api.client;

import dev.rollcall.api.Sealed;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Claim a token, sent by the client itself: the token is the credential.
 *
 * @param client the client that the token names; see {@link PresentedToken}
 * @param token the token as presented
 * @param hostName where the client runs: 1–255 characters, no control characters
 */
public record Register(
        @TargetAggregateIdentifier ClientId client,
        Sealed token,
        @Nullable String hostName) implements ClientCommand {}
