package dev.rollcall.web;

import java.util.Map;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** What every answer tells a browser not to do with it, whoever gives it: an application behind a door, a door, or Tomcat. */
final class Precautions {

    /** An answer that is no page: it loads nothing, is shown in nobody's frame and sends nothing. */
    static final String NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** For answers that come from before or behind every door. */
    static final Map<String, String> OF_NO_PAGE = Map.of(
            "Content-Security-Policy",
            NO_PAGE,
            "Referrer-Policy",
            ReferrerPolicy.SAME_ORIGIN.getPolicy(),
            "X-Content-Type-Options",
            "nosniff");

    /** As Spring Security says it over TLS; see RFC 6797. */
    static final Map<String, String> OVER_TLS =
            Map.of("Strict-Transport-Security", "max-age=31536000 ; includeSubDomains");

    private Precautions() {}

    /**
     * The others of them are Spring Security's defaults.
     *
     * @param policy what may be loaded, and from where
     */
    static Customizer<HeadersConfigurer<HttpSecurity>> with(String policy) {
        // not even less: without an origin forms of our own could not be told from those of others
        return headers -> headers.contentSecurityPolicy(content -> content.policyDirectives(policy))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN));
    }
}
