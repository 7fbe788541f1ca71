package dev.rollcall.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives every request an identifier that its answer, the logs and the audit have in common. */
public final class Correlation extends OncePerRequestFilter {

    static final String HEADER = "X-Correlation-Id";

    private static final String ATTRIBUTE = Correlation.class.getName();
    private static final String MDC_KEY = "correlationId";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Identifiers identifiers;

    Correlation(Identifiers identifiers) {
        this.identifiers = identifiers;
    }

    /** The identifier of a request that went through this filter. */
    public static @Nullable String of(ServletRequest request) {
        return (String) request.getAttribute(ATTRIBUTE);
    }

    /** The identifier of the request that this thread answers. */
    static String current() {
        return Objects.requireNonNullElse(MDC.get(MDC_KEY), "");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getHeader(HEADER);
        String correlation = given != null && ACCEPTED.matcher(given).matches()
                ? given
                : identifiers.next().toString();
        request.setAttribute(ATTRIBUTE, correlation);
        response.setHeader(HEADER, correlation);
        String path = request.getRequestURI();
        if (path.startsWith("/api/v1") || path.startsWith("/oauth2")) {
            // who may see what changes at any moment, and some answers hold a token
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        MDC.put(MDC_KEY, correlation);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(MDC_KEY);
        }
    }
}
