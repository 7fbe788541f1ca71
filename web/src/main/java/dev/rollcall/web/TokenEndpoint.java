package dev.rollcall.web;

import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.service.AuthenticateServiceAccount;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.web.NimbusJwkSetEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Spring's authorization server, as much of it as is needed: {@code POST /oauth2/token} for the grant
 * {@code client_credentials}, and {@code GET /oauth2/jwks}. It registers nobody and keeps nothing: who a service account is
 * says the side that decides, every time, and a token proves itself.
 */
final class TokenEndpoint {

    static final String TOKEN = "/oauth2/token";
    static final String KEYS = "/oauth2/jwks";
    static final String CHALLENGE = "Basic realm=\"Rollcall service accounts\"";

    private static final int LONGEST_SECRET = 200;

    private final AccessTokens tokens;
    private final Courier courier;
    private final InstallationKey key;
    private final Json json;

    TokenEndpoint(AccessTokens tokens, Courier courier, InstallationKey key, Json json) {
        this.tokens = tokens;
        this.courier = courier;
        this.key = key;
        this.json = json;
    }

    OncePerRequestFilter keys() {
        return new NimbusJwkSetEndpointFilter(tokens.keys(), KEYS);
    }

    /** Who asks. Goes before the question whether somebody is signed in. */
    OncePerRequestFilter whoAsks() {
        OAuth2ClientAuthenticationFilter filter = new OAuth2ClientAuthenticationFilter(
                new ProviderManager(new ServiceSignIn()),
                PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, TOKEN));
        filter.setAuthenticationConverter(new DelegatingAuthenticationConverter(List.of(
                new ClientSecretBasicAuthenticationConverter(), new ClientSecretPostAuthenticationConverter())));
        filter.setAuthenticationFailureHandler(this::refuse);
        return filter;
    }

    /** The token. Goes after it. */
    OncePerRequestFilter answer() {
        OAuth2TokenEndpointFilter filter = new OAuth2TokenEndpointFilter(
                new ProviderManager(
                        new OAuth2ClientCredentialsAuthenticationProvider(new Nowhere(), tokens.generator())),
                TOKEN);
        filter.setAuthenticationConverter(new AllScopesWhereNoneIsNamed());
        return filter;
    }

    /** Where the parts of Spring's authorization server look who they work for. */
    OncePerRequestFilter context() {
        AuthorizationServerSettings settings =
                AuthorizationServerSettings.builder().build();
        AuthorizationServerContext context = new AuthorizationServerContext() {
            @Override
            public String getIssuer() {
                return tokens.issuer();
            }

            @Override
            public AuthorizationServerSettings getAuthorizationServerSettings() {
                return settings;
            }
        };
        return new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                AuthorizationServerContextHolder.setContext(context);
                try {
                    chain.doFilter(request, response);
                } finally {
                    AuthorizationServerContextHolder.resetContext();
                }
            }
        };
    }

    /** As RFC 6749 has it: what software for OAuth understands, not a problem document. */
    void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException failed)
            throws IOException {
        Throwable cause = failed instanceof OAuth2AuthenticationException ? failed.getCause() : null;
        Problem problem = cause == null ? null : Problems.of(cause);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (problem != null && problem.status() != 401) {
            problem.headers().forEach(response::setHeader);
            write(response, problem.status(), "temporarily_unavailable");
        } else if (failed instanceof OAuth2AuthenticationException malformed
                && !malformed.getError().getErrorCode().equals(OAuth2ErrorCodes.INVALID_CLIENT)) {
            write(response, 400, malformed.getError().getErrorCode());
        } else {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            write(response, 401, OAuth2ErrorCodes.INVALID_CLIENT);
        }
    }

    private void write(HttpServletResponse response, int status, String error) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().write(json.write(json.object().put("error", error)));
    }

    private final class ServiceSignIn implements AuthenticationProvider {

        @Override
        public Authentication authenticate(Authentication given) {
            OAuth2ClientAuthenticationToken client = (OAuth2ClientAuthenticationToken) given;
            String id = String.valueOf(client.getPrincipal());
            String secret = String.valueOf(client.getCredentials());
            if (id.length() > LONGEST_SECRET || secret.length() > LONGEST_SECRET) {
                throw failed(new Rejected(Rejection.NOT_SIGNED_IN));
            }
            String address =
                    given.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
            try {
                Actor actor = courier.send(
                        new AuthenticateServiceAccount(id, key.seal(secret), address),
                        Actor.class,
                        new Provenance(Actor.SYSTEM, Via.API, Correlation.current()));
                return new OAuth2ClientAuthenticationToken(
                        registered(actor), client.getClientAuthenticationMethod(), null);
            } catch (RuntimeException refused) {
                throw failed(refused);
            }
        }

        @Override
        public boolean supports(Class<?> type) {
            return OAuth2ClientAuthenticationToken.class.isAssignableFrom(type);
        }
    }

    private static OAuth2AuthenticationException failed(RuntimeException cause) {
        return new OAuth2AuthenticationException(
                new org.springframework.security.oauth2.core.OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT), cause);
    }

    private RegisteredClient registered(Actor actor) {
        return RegisteredClient.withId(actor.id())
                .clientId(actor.id())
                .clientName(actor.name())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(actor.roles()))
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(tokens.lifetime())
                        .build())
                .build();
    }

    /** Whoever names no scope gets all it has (RFC 6749, 3.3). */
    private static final class AllScopesWhereNoneIsNamed implements AuthenticationConverter {

        private final AuthenticationConverter named = new OAuth2ClientCredentialsAuthenticationConverter();

        @Override
        public @Nullable Authentication convert(HttpServletRequest request) {
            Authentication asked = named.convert(request);
            if (asked instanceof OAuth2ClientCredentialsAuthenticationToken grant
                    && grant.getScopes().isEmpty()
                    && grant.getPrincipal() instanceof OAuth2ClientAuthenticationToken client) {
                Set<String> all =
                        Objects.requireNonNull(client.getRegisteredClient()).getScopes();
                return new OAuth2ClientCredentialsAuthenticationToken(client, all, grant.getAdditionalParameters());
            }
            return asked;
        }
    }

    /** Keeps nothing: nothing is ever looked up by its token here. */
    private static final class Nowhere implements OAuth2AuthorizationService {

        @Override
        public void save(OAuth2Authorization authorization) {
            // proves itself
        }

        @Override
        public void remove(OAuth2Authorization authorization) {
            // was not kept
        }

        @Override
        public @Nullable OAuth2Authorization findById(String id) {
            return null;
        }

        @Override
        public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
            return null;
        }
    }
}
