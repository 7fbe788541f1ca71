package dev.rollcall.command.client;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.client.PresentedToken;
import java.util.Optional;

/** Tokens as they arrive: sealed by the room that took them in. */
final class PresentedTokens {

    private PresentedTokens() {}

    /** What was presented; empty where it is no token, has a typing error, or was not sealed by this installation. */
    static Optional<PresentedToken> open(Sealed sealed, InstallationKey key) {
        try {
            return PresentedToken.parse(key.open(sealed));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
