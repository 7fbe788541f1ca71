package dev.rollcall.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * A secret that a browser keeps for the console and that no script and no other site gets at. Over TLS it has the name that
 * browsers take only from this host itself ({@code __Host-}), so that nobody beside it can plant one.
 */
final class Cookies {

    /** Over TLS alone; see RFC 6265bis. */
    private static final String FROM_THIS_HOST = "__Host-";

    private static final int SECRET_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String name;

    Cookies(String name) {
        this.name = name;
    }

    /** 256 random bits. */
    static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the browser sent; absent where it sent nothing, or nothing that came from here. */
    @Nullable
    String read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return null;
        }
        String wanted = name(request);
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(wanted)
                    && SECRET.matcher(cookie.getValue()).matches()) {
                return cookie.getValue();
            }
        }
        return null;
    }

    /** @param kept null: until the browser is closed */
    void write(HttpServletRequest request, HttpServletResponse response, String secret, @Nullable Duration kept) {
        ResponseCookie.ResponseCookieBuilder cookie = ResponseCookie.from(name(request), secret)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .path(request.isSecure() ? "/" : request.getContextPath() + ConsoleDoor.CONSOLE);
        if (kept != null) {
            cookie.maxAge(kept);
        }
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
    }

    void remove(HttpServletRequest request, HttpServletResponse response) {
        write(request, response, "", Duration.ZERO);
    }

    private String name(HttpServletRequest request) {
        return request.isSecure() ? FROM_THIS_HOST + name : name;
    }
}
