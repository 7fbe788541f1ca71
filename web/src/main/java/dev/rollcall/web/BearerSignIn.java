package dev.rollcall.web;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Scope;
import dev.rollcall.api.service.FindExternalActor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.web.client.RestTemplate;

/**
 * Believes access tokens of this installation, and of the issuer that it trusts if there is one. What the account that a token
 * acts as may do is looked up where messages are handled: a token says at most that less was asked for.
 */
final class BearerSignIn implements AuthenticationProvider {

    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AccessTokens tokens;
    private final JwtDecoder own;
    private final @Nullable JwtDecoder foreign;
    private final OidcDefaults oidc;
    private final Courier courier;

    BearerSignIn(AccessTokens tokens, OidcDefaults oidc, Courier courier, Clock clock) {
        this.tokens = tokens;
        this.own = tokens.decoder();
        this.oidc = oidc;
        this.courier = courier;
        String issuer = oidc.issuer();
        // asked for its keys with its first token: it need not be there when this process starts
        this.foreign = issuer == null ? null : new SupplierJwtDecoder(() -> foreign(issuer, oidc, clock));
    }

    @Override
    public Authentication authenticate(Authentication given) throws AuthenticationException {
        String token = ((BearerTokenAuthenticationToken) given).getToken();
        try {
            return new SignedIn(actor(token));
        } catch (BadJwtException worthless) {
            throw new Failed(worthless);
        } catch (JwtException unreachable) {
            throw new Failed(new Unreachable("the issuer of a token did not answer", unreachable));
        } catch (RuntimeException failed) {
            throw new Failed(failed);
        }
    }

    private Actor actor(String token) {
        if (foreign != null && !tokens.issuer().equals(issuer(token))) {
            Jwt jwt = foreign.decode(token);
            String subject = jwt.getClaimAsString(oidc.claim());
            Optional<Actor> actor = subject == null
                    ? Optional.empty()
                    : courier.ask(
                            new FindExternalActor(subject),
                            ResponseTypes.optionalInstanceOf(Actor.class),
                            new Provenance(Actor.SYSTEM, Via.API, Correlation.current()));
            return limited(actor.orElseThrow(() -> new BadJwtException("no service account acts for it")), jwt);
        }
        Jwt jwt = own.decode(token);
        String scope = Objects.requireNonNullElse(jwt.getClaimAsString("scope"), "");
        String account = Objects.requireNonNullElse(jwt.getSubject(), "");
        return new Actor(Actor.Kind.SERVICE, account, account, scope.isBlank() ? List.of() : List.of(scope.split(" ")));
    }

    /**
     * What its account has, and of that only what the token names, where it names any of our scopes. Most issuers put scopes
     * of their own into every token; those say nothing about us.
     */
    private static Actor limited(Actor account, Jwt jwt) {
        List<String> named = scopes(jwt).stream()
                .filter(scope -> Scope.named(scope).isPresent())
                .toList();
        return named.isEmpty()
                ? account
                : new Actor(
                        account.kind(),
                        account.id(),
                        account.name(),
                        account.roles().stream().filter(named::contains).toList());
    }

    private static List<String> scopes(Jwt jwt) {
        for (String claim : List.of("scope", "scp")) {
            Object said = jwt.getClaim(claim);
            if (said instanceof Collection<?> several) {
                return several.stream().map(String::valueOf).toList();
            } else if (said != null) {
                return List.of(said.toString().split(" "));
            }
        }
        return List.of();
    }

    /** Who it says issued it, before anything is believed: which keys to look at. */
    private static @Nullable String issuer(String token) {
        try {
            return com.nimbusds.jwt.SignedJWT.parse(token).getJWTClaimsSet().getIssuer();
        } catch (ParseException unreadable) {
            throw new BadJwtException("no token", unreadable);
        }
    }

    private static JwtDecoder foreign(String issuer, OidcDefaults oidc, Clock clock) {
        var builder = oidc.jwkSetUri() == null
                ? NimbusJwtDecoder.withIssuerLocation(issuer)
                : NimbusJwtDecoder.withJwkSetUri(oidc.jwkSetUri());
        NimbusJwtDecoder decoder = builder.jwsAlgorithms(algorithms -> algorithms.addAll(
                        List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256)))
                .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(types(oidc.plainTokens())))
                .restOperations(asking(oidc.jwkSetUri() == null ? issuer : oidc.jwkSetUri()))
                .build();
        JwtTimestampValidator time = new JwtTimestampValidator(SKEW);
        time.setClock(clock);
        decoder.setJwtValidator(jwt -> OAuth2TokenValidatorResult.success());
        OAuth2TokenValidator<Jwt> judge = new DelegatingOAuth2TokenValidator<>(
                time,
                new JwtIssuerValidator(issuer),
                new JwtClaimValidator<Object>("exp", Objects::nonNull),
                new JwtClaimValidator<List<String>>(
                        "aud", audience -> audience != null && audience.contains(oidc.audience())));
        return new OnceVerified(decoder, judge, () -> issuer, clock);
    }

    private static DefaultJOSEObjectTypeVerifier<SecurityContext> types(boolean plain) {
        JOSEObjectType access = new JOSEObjectType("at+jwt");
        JOSEObjectType inFull = new JOSEObjectType("application/at+jwt");
        return plain
                ? new DefaultJOSEObjectTypeVerifier<>(access, inFull, JOSEObjectType.JWT, null)
                : new DefaultJOSEObjectTypeVerifier<>(access, inFull);
    }

    /** Asks the one whom the settings name, and nobody else, whatever metadata and redirects say. */
    private static RestTemplate asking(String named) {
        RestTemplate template = new RestTemplate(notElsewhere());
        String origin = origin(URI.create(named));
        template.getInterceptors().add((request, body, execution) -> {
            String wanted = origin(request.getURI());
            if (!wanted.equals(origin)) {
                throw new IOException("the issuer " + origin + " says that its keys are at " + wanted
                        + ": if that is right, name them as rollcall.oidc.jwk-set-uri");
            }
            return execution.execute(request, body);
        });
        return template;
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getAuthority();
    }

    private static JdkClientHttpRequestFactory notElsewhere() {
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build());
        factory.setReadTimeout(PATIENCE);
        return factory;
    }

    @Override
    public boolean supports(Class<?> type) {
        return BearerTokenAuthenticationToken.class.isAssignableFrom(type);
    }

    /** Why a token is not believed; the cause says it, to the log alone. */
    static final class Failed extends AuthenticationException {
        Failed(RuntimeException cause) {
            super("not signed in", cause);
        }
    }
}
