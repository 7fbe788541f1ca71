package dev.rollcall.command.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.client.TokenReference;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.client.TokenView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The one current token of a client, as its facts tell it: how far it has come, never its value. */
record CurrentToken(
        TokenReference reference,
        TokenState state,
        Instant issuedAt,
        @Nullable Instant claimedAt) {

    static CurrentToken issued(TokenReference reference, Instant at) {
        return new CurrentToken(reference, TokenState.ISSUED, at, null);
    }

    CurrentToken claimed(Instant at) {
        return new CurrentToken(reference, TokenState.CLAIMED, issuedAt, at);
    }

    CurrentToken revoked() {
        return new CurrentToken(reference, TokenState.REVOKED, issuedAt, claimedAt);
    }

    /** Whether this is the token presented. Takes as long for a token that is nearly right as for any other. */
    boolean is(PresentedToken presented) {
        return MessageDigest.isEqual(
                digest(presented).getBytes(US_ASCII), reference.digest().getBytes(US_ASCII));
    }

    /** Whether nobody may claim it any more, since it took too long. From the very instant of its expiry on. */
    boolean expired(Instant now) {
        return state == TokenState.ISSUED && reference.expiresAt() != null && !now.isBefore(reference.expiresAt());
    }

    /** Whether it still waits to be claimed. */
    boolean claimable(Instant now) {
        return state == TokenState.ISSUED && !expired(now);
    }

    /** Whether whoever presents it is to be believed: a client uses it, or may begin to. */
    boolean active(Instant now) {
        return state == TokenState.CLAIMED || claimable(now);
    }

    TokenView view() {
        return new TokenView(
                reference.token(), reference.hint(), state, issuedAt, claimedAt, reference.expiresAt(), null);
    }

    /** What facts hold of a token: SHA-256, in hexadecimal digits. It needs no salt, as the token is random. */
    static String digest(PresentedToken token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(token.clear().getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", impossible);
        }
    }
}
