package dev.rollcall.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * Finds the access token in the header {@code Authorization} (RFC 6750, 2.1), and nowhere else. Without a regular expression:
 * over a signed token that took longer than all other filters together.
 */
final class BearerHeader implements BearerTokenResolver {

    private static final String SCHEME = "Bearer";
    private static final BitSet TOKEN = new BitSet();

    static {
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/"
                .chars()
                .forEach(TOKEN::set);
    }

    /** Refuses (InvalidBearerTokenException) what is called a bearer token and cannot be one; null where there is none. */
    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        if (header.length() < SCHEME.length() + 2 || header.charAt(SCHEME.length()) != ' ') {
            throw new InvalidBearerTokenException("no token follows");
        }
        String token = header.substring(SCHEME.length() + 1);
        int end = token.length();
        while (end > 0 && token.charAt(end - 1) == '=') {
            end--;
        }
        for (int at = 0; at < end; at++) {
            if (!TOKEN.get(token.charAt(at))) {
                throw new InvalidBearerTokenException("not a token");
            }
        }
        if (end == 0) {
            throw new InvalidBearerTokenException("not a token");
        }
        return token;
    }
}
