package dev.rollcall.web.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/** What a browser remembers of how somebody likes the console; nothing of it is secret. */
final class Cookies {

    private static final Duration YEAR = Duration.ofDays(365);

    private Cookies() {}

    static @Nullable String value(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }

    static String remembered(HttpServletRequest request, String name, String value) {
        return ResponseCookie.from(name, value)
                .path("/console")
                .maxAge(YEAR)
                .sameSite("Lax")
                .secure(request.isSecure())
                .httpOnly(true)
                .build()
                .toString();
    }
}
