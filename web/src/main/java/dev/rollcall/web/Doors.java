package dev.rollcall.web;

import dev.rollcall.api.access.Scope;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.savedrequest.NullRequestCache;

/** Who gets in where. What a user may do once inside is decided where commands and queries are handled. */
@Configuration(proxyBeanMethods = false)
class Doors {

    private static final String DOCUMENT = "/api/v1/openapi.json";
    private static final String[] DOCUMENTATION = {"/api/docs", "/api/docs/**"};
    /** The page of the documentation loads nothing from elsewhere and is shown in nobody's frame; the library that draws it writes styles. */
    private static final String ONLY_FROM_HERE =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private static final String HEARTBEAT = "/api/v1/clients/heartbeat";

    private static final String[] HEALTH = {
        "/actuator/health", "/actuator/health/readiness", "/actuator/health/liveness"
    };

    /** Where service accounts get their access tokens, and the keys that these are signed with. Nothing else of OAuth is here. */
    @Bean
    @Order(50)
    SecurityFilterChain tokens(HttpSecurity http, TokenEndpoint endpoint) throws Exception {
        http.securityMatcher(TokenEndpoint.TOKEN, TokenEndpoint.KEYS)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .logout(AbstractHttpConfigurer::disable)
                .headers(Precautions.with(Precautions.NO_PAGE))
                .exceptionHandling(problems -> problems.authenticationEntryPoint(endpoint::refuse))
                .addFilterBefore(endpoint.context(), LogoutFilter.class)
                .addFilterBefore(endpoint.keys(), LogoutFilter.class)
                .addFilterBefore(endpoint.whoAsks(), AnonymousAuthenticationFilter.class)
                .addFilterAfter(endpoint.answer(), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, TokenEndpoint.TOKEN)
                        .authenticated()
                        .anyRequest()
                        .permitAll());
        return http.build();
    }

    /** The readable documentation, which is the same for everybody. */
    @Bean
    @Order(90)
    SecurityFilterChain documentation(HttpSecurity http) throws Exception {
        http.securityMatcher(DOCUMENTATION)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .logout(AbstractHttpConfigurer::disable)
                .headers(Precautions.with(ONLY_FROM_HERE))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
        return http.build();
    }

    /** The interface for programs. No cookie takes part, and what a foreign page has a browser send is refused. */
    @Bean
    @Order(100)
    SecurityFilterChain api(HttpSecurity http, ProblemWriter writer, BasicSignIn signIn, BearerSignIn bearer)
            throws Exception {
        stateless(http, writer, signIn)
                .addFilterBefore(bearer(bearer, writer), BasicAuthenticationFilter.class)
                .securityMatcher("/api/**", "/oauth2/**")
                .headers(Precautions.with(Precautions.NO_PAGE))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(DOCUMENT)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/v1/clients/register", HEARTBEAT)
                        .permitAll()
                        .requestMatchers("/oauth2/introspect", "/api/v1/oauth2/introspect")
                        .hasAnyAuthority(SignedIn.ADMINISTRATOR, Scope.TOKENS_INTROSPECT.text())
                        .anyRequest()
                        .authenticated());
        return http.build();
    }

    /** Whether it lives is everybody's to ask; everything else about the process is an administrator's. */
    @Bean
    @Order(200)
    SecurityFilterChain actuator(HttpSecurity http, ProblemWriter writer, BasicSignIn signIn) throws Exception {
        stateless(http, writer, signIn)
                .securityMatcher("/actuator/**")
                .headers(Precautions.with(Precautions.NO_PAGE))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(HEALTH)
                        .permitAll()
                        .anyRequest()
                        .hasAuthority(SignedIn.ADMINISTRATOR));
        return http.build();
    }

    /** Behind every other door there is nothing. */
    @Bean
    @Order(10_000)
    SecurityFilterChain nothingElse(HttpSecurity http, ProblemWriter writer) throws Exception {
        AuthenticationEntryPoint nothing =
                (request, response, denied) -> writer.write(Problems.ofStatus(404), request, response);
        http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .logout(AbstractHttpConfigurer::disable)
                .headers(Precautions.with(Precautions.NO_PAGE))
                .exceptionHandling(problems -> problems.authenticationEntryPoint(nothing))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/")
                        .permitAll()
                        .anyRequest()
                        .denyAll());
        return http.build();
    }

    /** Lets every method through, so that a wrong one is answered with those that are right. */
    @Bean
    HttpFirewall anyMethod() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    @Bean
    RequestRejectedHandler rejectedRequests(ProblemWriter writer) {
        return (request, response, rejected) -> writer.write(Problems.of(rejected), request, response);
    }

    private static BearerTokenAuthenticationFilter bearer(BearerSignIn signIn, ProblemWriter writer) {
        BearerTokenAuthenticationFilter filter = new BearerTokenAuthenticationFilter(new ProviderManager(signIn));
        BearerHeader header = new BearerHeader();
        // a client sends its own token with its heartbeat
        filter.setBearerTokenResolver(
                request -> request.getRequestURI().equals(HEARTBEAT) ? null : header.resolve(request));
        AuthenticationEntryPoint worthless =
                (request, response, failed) -> writer.write(Problems.of(failed), request, response);
        filter.setAuthenticationEntryPoint(worthless);
        filter.setAuthenticationFailureHandler(worthless::commence);
        return filter;
    }

    private static HttpSecurity stateless(HttpSecurity http, ProblemWriter writer, BasicSignIn signIn)
            throws Exception {
        AuthenticationEntryPoint unknown =
                (request, response, failed) -> writer.write(Problems.of(failed), request, response);
        AccessDeniedHandler forbidden =
                (request, response, denied) -> writer.write(Problems.of(denied), request, response);
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .logout(AbstractHttpConfigurer::disable)
                .addFilterBefore(new FromElsewhere(writer), BasicAuthenticationFilter.class)
                // this one and no parent of it: asked twice, a wrong password would count twice
                .authenticationManager(new ProviderManager(signIn))
                .httpBasic(basic -> basic.authenticationEntryPoint(unknown))
                .exceptionHandling(
                        problems -> problems.authenticationEntryPoint(unknown).accessDeniedHandler(forbidden));
    }
}
