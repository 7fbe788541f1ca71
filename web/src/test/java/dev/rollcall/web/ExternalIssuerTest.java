package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.WrongSetting;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.service.FindExternalActor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.ResolvableType;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Against an issuer that is there: its metadata and keys come over HTTP. */
class ExternalIssuerTest {

    private static final Actor CI = new Actor(Actor.Kind.SERVICE, "s-1", "ci", List.of("users:read", "clients:read"));

    private final InstallationKey installation = InstallationKey.random();
    private final List<String> asked = new ArrayList<>();
    private ECKey key;
    private HttpServer server;
    private String issuer;
    private Courier courier;
    private JOSEObjectType type = new JOSEObjectType("at+jwt");
    private boolean plain;

    @BeforeEach
    void there_is_an_issuer() throws Exception {
        key = new ECKeyGenerator(Curve.P_256)
                .keyID("k-1")
                .algorithm(JWSAlgorithm.ES256)
                .generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://localhost:" + server.getAddress().getPort();
        serve(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\","
                        + "\"subject_types_supported\":[\"public\"],\"authorization_endpoint\":\"" + issuer + "/a\"}");
        serve("/keys", new JWKSet(key.toPublicJWK()).toString());
        server.start();
        SimpleQueryBus queries = SimpleQueryBus.builder().build();
        queries.subscribe(
                FindExternalActor.class.getName(),
                ResolvableType.forClassWithGenerics(Optional.class, Actor.class).getType(),
                message -> {
                    String subject = ((FindExternalActor) message.getPayload()).externalSubject();
                    asked.add(subject);
                    return subject.equals("nightly") ? Optional.of(CI) : Optional.empty();
                });
        courier = new Courier(
                DefaultCommandGateway.builder()
                        .commandBus(SimpleCommandBus.builder().build())
                        .build(),
                DefaultQueryGateway.builder().queryBus(queries).build(),
                installation,
                new Assertions(InstallationKey.random(), Clock.systemUTC(), Map.of()),
                Duration.ofSeconds(5));
    }

    private void serve(String path, String json) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] bytes = json.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @AfterEach
    void it_ends() {
        server.stop(0);
    }

    private BearerSignIn signIn(String claim, boolean discover) {
        return new BearerSignIn(
                new AccessTokens(
                        installation, new TokenDefaults(null, "rollcall", Duration.ofMinutes(5)), Clock.systemUTC()),
                new OidcDefaults(issuer, "rollcall", discover ? null : issuer + "/keys", claim, plain),
                courier,
                Clock.systemUTC());
    }

    private static Authentication present(BearerSignIn signIn, String token) {
        return signIn.authenticate(new BearerTokenAuthenticationToken(token));
    }

    private String token(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(type)
                        .keyID("k-1")
                        .build(),
                change.apply(claims()).build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(List.of("other", "rollcall"))
                .subject("nightly")
                .claim("azp", "portal")
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    @Test
    void its_tokens_act_as_the_service_account_that_they_name() throws Exception {
        assertThat(present(signIn("sub", false), token(claims -> claims)).getPrincipal())
                .isEqualTo(CI);
        assertThat(present(signIn("sub", true), token(claims -> claims)).getPrincipal())
                .isEqualTo(CI);
        assertThat(asked).containsExactly("nightly", "nightly");
    }

    @Test
    void a_token_that_names_nobody_here_is_worth_nothing() throws Exception {
        assertRefused(signIn("azp", false), token(claims -> claims));
        assertRefused(signIn("client_id", false), token(claims -> claims));
        assertThat(asked).containsExactly("portal");
    }

    @Test
    void what_is_for_others_by_others_or_over_is_worth_nothing() throws Exception {
        BearerSignIn signIn = signIn("sub", false);
        assertRefused(signIn, token(claims -> claims.audience("other")));
        assertRefused(signIn, token(claims -> claims.issuer(issuer + "/")));
        assertRefused(signIn, token(claims -> claims.expirationTime(null)));
        assertRefused(
                signIn,
                token(claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(60)))));
        SignedJWT shared = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k-1").build(), claims().build());
        shared.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(UTF_8)));
        assertRefused(signIn, shared.serialize());
        assertRefused(signIn, "rubbish");
        assertThat(asked).isEmpty();
    }

    @Test
    void what_does_not_say_to_be_an_access_token_is_none_but_where_that_was_allowed() throws Exception {
        type = new JOSEObjectType("application/at+jwt");
        assertThat(present(signIn("sub", false), token(claims -> claims)).getPrincipal())
                .isEqualTo(CI);
        for (JOSEObjectType other : new JOSEObjectType[] {JOSEObjectType.JWT, null, new JOSEObjectType("logout+jwt")}) {
            type = other;
            plain = false;
            assertRefused(signIn("sub", false), token(claims -> claims));
            plain = true;
            if (other == null || other.equals(JOSEObjectType.JWT)) {
                assertThat(present(signIn("sub", false), token(claims -> claims))
                                .getPrincipal())
                        .isEqualTo(CI);
            } else {
                assertRefused(signIn("sub", false), token(claims -> claims));
            }
        }
    }

    @Test
    void keys_are_not_fetched_from_where_the_issuer_sends_to() throws Exception {
        List<String> fetched = new ArrayList<>();
        server.removeContext("/keys");
        server.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().add("Location", issuer + "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            fetched.add(exchange.getRequestURI().toString());
            byte[] bytes = new JWKSet(key.toPublicJWK()).toString().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        String token = token(claims -> claims);

        assertThatThrownBy(() -> present(signIn("sub", false), token));

        assertThat(fetched).isEmpty();
    }

    @Test
    void an_issuer_that_is_away_is_no_worthless_token() throws Exception {
        String token = token(claims -> claims);
        server.stop(0);

        assertThatThrownBy(() -> present(signIn("sub", false), token))
                .satisfies(failed -> assertThat(Problems.of(failed).status()).isEqualTo(503));
    }

    @Test
    void keys_are_not_fetched_from_another_machine_than_the_settings_name() throws Exception {
        List<String> fetched = new ArrayList<>();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            fetched.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        other.start();
        try {
            server.removeContext("/.well-known/openid-configuration");
            serve(
                    "/.well-known/openid-configuration",
                    "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"http://localhost:"
                            + other.getAddress().getPort() + "/keys\",\"subject_types_supported\":[\"public\"],"
                            + "\"authorization_endpoint\":\"" + issuer + "/a\"}");
            String token = token(claims -> claims);

            assertThatThrownBy(() -> present(signIn("sub", true), token))
                    .hasStackTraceContaining("rollcall.oidc.jwk-set-uri")
                    .satisfies(
                            failed -> assertThat(Problems.of(failed).status()).isEqualTo(503));
        } finally {
            other.stop(0);
        }
        assertThat(fetched).isEmpty();
    }

    @Test
    void a_token_that_names_our_scopes_permits_no_others() throws Exception {
        assertThat(roles(token(claims -> claims))).containsExactly("users:read", "clients:read");
        assertThat(roles(token(claims -> claims.claim("scope", "openid users:read audit:read"))))
                .containsExactly("users:read");
        assertThat(roles(token(claims -> claims.claim("scp", List.of("clients:read")))))
                .containsExactly("clients:read");
        assertThat(roles(token(claims -> claims.claim("scope", "audit:read")))).isEmpty();
    }

    @Test
    void scopes_of_the_issuer_alone_say_nothing() throws Exception {
        for (String scope : List.of("openid profile email", "users:readall", "")) {
            assertThat(roles(token(claims -> claims.claim("scope", scope)))).hasSize(2);
        }
    }

    private List<String> roles(String token) {
        return ((Actor) present(signIn("sub", false), token).getPrincipal()).roles();
    }

    private static void assertRefused(BearerSignIn signIn, String token) {
        assertThatThrownBy(() -> present(signIn, token)).satisfies(failed -> {
            Problem problem = Problems.of(failed);
            assertThat(problem.status()).isEqualTo(401);
            assertThat(problem.headers())
                    .isEqualTo(Map.of("WWW-Authenticate", "Bearer realm=\"Rollcall\", error=\"invalid_token\""));
        });
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "http://issuer.example,rollcall,,sub,rollcall.oidc.issuer",
                "issuer,rollcall,,sub,rollcall.oidc.issuer",
                "https://issuer.example,,,sub,rollcall.oidc.audience",
                "https://issuer.example,rollcall,ftp://issuer.example/keys,sub,rollcall.oidc.jwk-set-uri",
                ",rollcall,,sub,rollcall.oidc.issuer",
                "https://issuer.example,rollcall,,email,rollcall.oidc.claim"
            })
    void a_wrong_setting_says_which_and_what_to_do(
            String issuer, String audience, String jwkSetUri, String claim, String property) {
        assertThatThrownBy(() -> new OidcDefaults(issuer, audience, jwkSetUri, claim, false))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith(property + ": ")
                .hasMessageMatching("[^\n]+\\.");
    }

    @Test
    void so_does_a_wrong_lifetime_audience_or_issuer_of_our_own() {
        assertThatThrownBy(() -> new TokenDefaults(null, "rollcall", Duration.ofSeconds(9)))
                .hasMessageStartingWith("rollcall.tokens.lifetime: ");
        assertThatThrownBy(() -> new TokenDefaults(null, " ", Duration.ofMinutes(5)))
                .hasMessageStartingWith("rollcall.tokens.audience: ");
        assertThatThrownBy(() -> new TokenDefaults("", "rollcall", Duration.ofMinutes(5)))
                .hasMessageStartingWith("rollcall.tokens.issuer: ");
    }
}
