package dev.rollcall.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Verifies the signature of a token once a minute at most, as a service shows the same one with every request and the signature
 * is what costs. What a token says is judged every time: it expires to the second. Remembered by its digest, never in clear, and
 * only while the same keys count.
 */
final class OnceVerified implements JwtDecoder {

    private static final int TOKENS = 10_000;

    /** So long may a key that its issuer withdrew go on counting. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** A token, and the keys that counted when it was verified. */
    private record Known(String digest, Object keys) {}

    private final JwtDecoder signatures;
    private final OAuth2TokenValidator<Jwt> judge;
    private final Supplier<?> keys;
    private final Cache<Known, Jwt> verified;

    /**
     * @param signatures what verifies them, and the type of a token, and refuses (JwtException) what is wrong
     * @param judge of what a token says
     * @param keys that count at this moment; equal as long as they are the same
     */
    OnceVerified(JwtDecoder signatures, OAuth2TokenValidator<Jwt> judge, Supplier<?> keys, Clock clock) {
        this.signatures = signatures;
        this.judge = judge;
        this.keys = keys;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.verified = Caffeine.newBuilder()
                .maximumSize(TOKENS)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .build();
    }

    @Override
    public Jwt decode(String token) {
        Known known = new Known(digest(token), keys.get());
        Jwt jwt = verified.getIfPresent(known);
        boolean first = jwt == null;
        if (jwt == null) {
            jwt = signatures.decode(token);
        }
        OAuth2TokenValidatorResult result = judge.validate(jwt);
        if (result.hasErrors()) {
            throw new JwtValidationException("not acceptable", List.copyOf(result.getErrors()));
        }
        if (first) {
            verified.put(known, jwt);
        }
        return jwt;
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", impossible);
        }
    }
}
