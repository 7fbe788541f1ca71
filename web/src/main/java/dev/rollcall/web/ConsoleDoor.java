package dev.rollcall.web;

import dev.rollcall.api.user.SessionView;
import dev.rollcall.api.user.SessionView.PasskeyStep;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;

/** Who gets into the console: people with a session, and before that to the page where they begin one. */
@Configuration(proxyBeanMethods = false)
class ConsoleDoor {

    static final String CONSOLE = "/console";
    static final String ASSETS = CONSOLE + "/assets/";
    static final String SIGN_IN = CONSOLE + "/sign-in";
    static final String SIGN_OUT = CONSOLE + "/sign-out";
    static final String PASSWORD = CONSOLE + "/password";
    private static final String MUST_CHANGE = ConsoleDoor.class.getName() + ".mustChangePassword";
    /** Where one gives a passkey, and where one has them. */
    static final String PASSKEY = CONSOLE + "/passkey";

    static final String PASSKEYS = CONSOLE + "/passkeys";
    static final String CHALLENGE = "/challenge";
    /** Light or dark, and which language: also of the page where one signs in. */
    static final String APPEARANCE = CONSOLE + "/appearance";

    /** Where to go on, a path of the console: on the way to the page where one signs in, and in its form. */
    static final String NEXT = "next";

    /** Everything that a page needs comes from here; no script and no style stands in it. */
    static final String ONLY_FROM_HERE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final int LONGEST_NEXT = 2000;
    private static final Pattern OWN_PATH = Pattern.compile("/console(?:[/?][!-\\[\\]-~]*)?");
    private static final Pattern NOWHERE = Pattern.compile(
            "/console/(?:sign-in|sign-out|password|passkey|passkeys|appearance|assets|live)(?:[/?].*)?");

    /** Styles, scripts and images: nobody has to be signed in for them, and browsers keep them. */
    @Bean
    @Order(290)
    SecurityFilterChain assets(HttpSecurity http) throws Exception {
        http.securityMatcher(ASSETS + "**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                        .contentSecurityPolicy(policy -> policy.policyDirectives(ONLY_FROM_HERE))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
        return http.build();
    }

    @Bean
    @Order(300)
    SecurityFilterChain console(HttpSecurity http, Sessions sessions, FormTokens tokens, ProblemWriter writer)
            throws Exception {
        http.securityMatcher(CONSOLE, CONSOLE + "/**")
                .sessionManagement(management -> management.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .logout(AbstractHttpConfigurer::disable)
                .csrf(csrf -> csrf.csrfTokenRepository(tokens)
                        .csrfTokenRequestHandler(new XorCsrfTokenRequestAttributeHandler()))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(ONLY_FROM_HERE))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN)))
                .addFilterBefore(new FromElsewhere(writer), CsrfFilter.class)
                .addFilterBefore(new SessionSignIn(sessions), AnonymousAuthenticationFilter.class)
                .exceptionHandling(problems ->
                        problems.authenticationEntryPoint(toSignIn()).accessDeniedHandler(denied()))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, SIGN_IN)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, SIGN_IN, SIGN_OUT, APPEARANCE)
                        .permitAll()
                        .anyRequest()
                        .authenticated());
        return http.build();
    }

    /** Whether nothing else may be done before another password is taken. */
    static boolean mustChangePassword(HttpServletRequest request) {
        return request.getAttribute(MUST_CHANGE) != null;
    }

    /**
     * Away to the page of what is missing before anything else may be done: first the second factor, where there is one; then a
     * password of one's own; then a second factor, where one is required.
     */
    static boolean sendsElsewhere(SessionView session, HttpServletRequest request, HttpServletResponse response) {
        String wanted;
        Set<String> open;
        if (session.passkey() == PasskeyStep.GIVE) {
            wanted = PASSKEY;
            open = Set.of(PASSKEY, PASSKEY + CHALLENGE);
        } else if (session.passwordTemporary()) {
            request.setAttribute(MUST_CHANGE, true);
            wanted = PASSWORD;
            open = Set.of(PASSWORD);
        } else if (session.passkey() == PasskeyStep.REGISTER) {
            wanted = PASSKEYS;
            open = Set.of(PASSKEYS, PASSKEYS + CHALLENGE);
        } else {
            return false;
        }
        String path = path(request);
        if (open.contains(path) || Set.of(SIGN_OUT, SIGN_IN, APPEARANCE).contains(path)) {
            return false;
        }
        send(request, response, wanted);
        return true;
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    /** A page sends to the page where one signs in; a part of a page would show that page within itself, so it is told. */
    private static AuthenticationEntryPoint toSignIn() {
        return (request, response, nobody) -> send(request, response, SIGN_IN);
    }

    private static void send(HttpServletRequest request, HttpServletResponse response, String page) {
        if (isPart(request)) {
            response.setHeader("HX-Redirect", address(request, page, shown(request)));
            response.setStatus(401);
        } else if (isStream(request)) {
            response.setStatus(401);
        } else if (request.getMethod().equals("GET")) {
            String query = request.getQueryString();
            redirect(response, address(request, page, query == null ? path(request) : path(request) + "?" + query));
        } else {
            redirect(response, address(request, page, null));
        }
    }

    private static AccessDeniedHandler denied() {
        return (request, response, denied) -> {
            String path =
                    request.getRequestURI().substring(request.getContextPath().length());
            if (denied instanceof CsrfException
                    && (path.equals(SIGN_IN) || path.equals(SIGN_OUT))
                    && !isPart(request)) {
                // the page lay open for so long that its cookie is gone
                redirect(response, request.getContextPath() + SIGN_IN + "?expired");
            } else {
                response.sendError(403);
            }
        };
    }

    /** Whether htmx asks, for a part of a page. */
    static boolean isPart(HttpServletRequest request) {
        return "true".equals(request.getHeader("HX-Request"));
    }

    private static boolean isStream(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/event-stream");
    }

    /** Without telling where this host is: what stands before this program may know another name for it. */
    static void redirect(HttpServletResponse response, String location) {
        response.setStatus(303);
        response.setHeader(HttpHeaders.LOCATION, location);
    }

    private static String address(HttpServletRequest request, String page, @Nullable String next) {
        String own = own(next);
        return request.getContextPath()
                + page
                + (own.equals(CONSOLE) ? "" : "?" + NEXT + "=" + URLEncoder.encode(own, StandardCharsets.UTF_8));
    }

    /** The page that a part belongs to, as htmx says. */
    private static @Nullable String shown(HttpServletRequest request) {
        String url = request.getHeader("HX-Current-URL");
        try {
            URI shown = url == null ? null : URI.create(url);
            String path = shown == null ? null : shown.getRawPath();
            if (shown == null || path == null || !path.startsWith(request.getContextPath())) {
                return null;
            }
            String own = path.substring(request.getContextPath().length());
            return shown.getRawQuery() == null ? own : own + "?" + shown.getRawQuery();
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    /** A path of the console to go on to: the one wanted, or its first page where that is none, or leads in a circle. */
    static String own(@Nullable String next) {
        return next != null
                        && next.length() <= LONGEST_NEXT
                        && OWN_PATH.matcher(next).matches()
                        && !next.contains("..")
                        && !next.contains("//")
                        && !NOWHERE.matcher(next).matches()
                ? next
                : CONSOLE;
    }
}
