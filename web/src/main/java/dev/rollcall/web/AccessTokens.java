package dev.rollcall.web;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.rollcall.api.InstallationKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;

/**
 * The access tokens of this installation: how they are made, and when one is believed. Both as RFC 9068 has it. They are signed
 * with a key derived from the current installation key, and believed with that of any in the list.
 */
final class AccessTokens {

    private static final String TYPE = "at+jwt";

    /** Processes of one installation have the same time but for this. */
    private static final Duration SKEW = Duration.ofSeconds(10);

    private final InstallationKey installation;
    private final Map<String, ECKey> derived = new ConcurrentHashMap<>();
    private final String issuer;
    private final TokenDefaults defaults;
    private final Clock clock;

    AccessTokens(InstallationKey installation, TokenDefaults defaults, Clock clock) {
        this.installation = installation;
        this.issuer =
                Objects.requireNonNullElseGet(defaults.issuer(), () -> "urn:rollcall:" + installation.fingerprint());
        this.defaults = defaults;
        this.clock = clock;
    }

    /** Private half included: whoever shows them shows the public one only. The current one first. */
    JWKSource<SecurityContext> keys() {
        return (selector, context) -> selector.select(
                new JWKSet(installation.each().stream().map(this::key).collect(Collectors.toList())));
    }

    private ECKey key(InstallationKey one) {
        return derived.computeIfAbsent(one.fingerprint(), fingerprint -> SigningKey.of(one));
    }

    String issuer() {
        return issuer;
    }

    Duration lifetime() {
        return defaults.lifetime();
    }

    JwtGenerator generator() {
        JwtGenerator generator = new JwtGenerator(signer());
        generator.setClock(clock);
        generator.setJwtCustomizer(context -> {
            context.getJwsHeader().algorithm(SignatureAlgorithm.ES256).type(TYPE);
            context.getClaims()
                    .issuer(issuer)
                    .audience(List.of(defaults.audience()))
                    .claim("client_id", context.getRegisteredClient().getClientId())
                    .claim("scope", String.join(" ", context.getAuthorizedScopes()));
        });
        return generator;
    }

    private NimbusJwtEncoder signer() {
        return new NimbusJwtEncoder((selector, context) ->
                selector.select(new JWKSet(key(installation.each().get(0)))));
    }

    /** Refuses (JwtException) another algorithm, type, issuer, audience or key, and what has expired. */
    JwtDecoder decoder() {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(Set.of(JWSAlgorithm.ES256), keys()));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(TYPE)));
        // judged below, every time
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        JwtTimestampValidator time = new JwtTimestampValidator(SKEW);
        time.setClock(clock);
        decoder.setJwtValidator(jwt -> OAuth2TokenValidatorResult.success());
        OAuth2TokenValidator<Jwt> judge = new DelegatingOAuth2TokenValidator<>(
                time,
                new JwtIssuerValidator(issuer),
                new JwtClaimValidator<Object>("exp", Objects::nonNull),
                new JwtClaimValidator<List<String>>(
                        "aud", audience -> audience != null && audience.contains(defaults.audience())));
        return new OnceVerified(decoder, judge, this::names, clock);
    }

    private List<String> names() {
        return installation.each().stream().map(InstallationKey::fingerprint).toList();
    }
}
