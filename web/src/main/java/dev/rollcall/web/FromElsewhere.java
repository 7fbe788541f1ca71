package dev.rollcall.web;

import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what a page from elsewhere has a browser send: a browser remembers a username and password, and sends them along with
 * a form of whoever asks for it. Browsers say where a request comes from ({@code Sec-Fetch-Site} of the Fetch standard, and
 * {@code Origin}, RFC 6454); programs say nothing, and pass.
 */
final class FromElsewhere extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> FROM_HERE = Set.of("same-origin", "none");

    private final ProblemWriter writer;

    FromElsewhere(ProblemWriter writer) {
        this.writer = writer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!READING.contains(request.getMethod()) && isFromElsewhere(request)) {
            writer.write(Problems.of(new Rejected(new Refusal(Rejection.FORBIDDEN))), request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isFromElsewhere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !FROM_HERE.contains(site);
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && !isHere(origin, request.getHeader(HttpHeaders.HOST));
    }

    /** By host and port: what ends TLS before this program hides by which scheme it was asked. */
    private static boolean isHere(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(new URI(origin).getAuthority());
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }
}
