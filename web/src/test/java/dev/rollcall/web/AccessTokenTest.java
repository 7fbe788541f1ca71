package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.service.AuthenticateServiceAccount;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.UserPage;
import java.security.SecureRandom;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTokenTest extends WebTest {

    private static final String CI = "0199b000-0000-7000-8000-0000000000aa";
    private static final String GRANT = "grant_type=client_credentials";

    @BeforeEach
    void there_is_a_service_account() {
        stage.on(AuthenticateServiceAccount.class, command -> {
            if (command.account().equals(CI) && key.open(command.secret()).equals(Stage.PASSWORD)) {
                return new Actor(Actor.Kind.SERVICE, CI, "ci", List.of("users:read", "tokens:introspect"));
            }
            throw new Rejected(Rejection.NOT_SIGNED_IN);
        });
        stage.on(FindUsers.class, query -> new UserPage(List.of(), null, null));
    }

    private Http token(String form) {
        return call("POST", "/!/oauth2/token").body("application/x-www-form-urlencoded", form.getBytes(UTF_8));
    }

    private String accessToken() {
        return token(GRANT).as(CI).send().json().get("access_token").asString();
    }

    @Test
    void a_service_account_gets_a_token_with_its_scopes_for_five_minutes() throws Exception {
        Http.Reply reply = token(GRANT).as(CI).send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.header("Cache-Control")).contains("no-store");
        assertThat(reply.json().get("token_type").asString()).isEqualTo("Bearer");
        assertThat(reply.json().get("expires_in").asInt()).isBetween(1, 300);
        assertThat(reply.json().get("scope").asString().split(" "))
                .containsExactlyInAnyOrder("users:read", "tokens:introspect");
        assertThat(reply.json().has("refresh_token")).isFalse();
        SignedJWT jwt = SignedJWT.parse(reply.json().get("access_token").asString());
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertThat(jwt.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(jwt.getHeader().getKeyID())
                .isEqualTo(SigningKey.of(key).getKeyID())
                .isNotBlank();
        assertThat(claims.getIssuer()).isEqualTo("urn:rollcall:" + key.fingerprint());
        assertThat(claims.getAudience()).containsExactly("rollcall");
        assertThat(claims.getSubject()).isEqualTo(CI);
        assertThat(claims.getStringClaim("client_id")).isEqualTo(CI);
        assertThat(claims.getExpirationTime().toInstant()).isEqualTo(NOW.plusSeconds(300));
        assertThat(claims.getJWTID()).isNotBlank();
    }

    @Test
    void the_secret_may_be_in_the_form_and_travels_sealed() {
        Http.Reply reply = token(GRANT + "&client_id=" + CI + "&client_secret="
                        + java.net.URLEncoder.encode(Stage.PASSWORD, UTF_8))
                .send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        AuthenticateServiceAccount sent = stage.arrived(AuthenticateServiceAccount.class);
        assertThat(sent.toString()).doesNotContain(Stage.PASSWORD);
        assertThat(sent.address()).isEqualTo("127.0.0.1");
    }

    @Test
    void a_scope_narrows_and_one_that_it_has_not_is_refused() {
        Http.Reply narrow = token(GRANT + "&scope=users%3Aread").as(CI).send();
        assertThat(narrow.json().get("scope").asString()).isEqualTo("users:read");
        for (String scope : List.of("users%3Awrite", "users%3Aread%20nonsense")) {
            Http.Reply reply = token(GRANT + "&scope=" + scope).as(CI).send();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().get("error").asString()).isEqualTo("invalid_scope");
        }
    }

    @Test
    void whoever_cannot_prove_it_is_told_no_more_than_that() {
        for (Http.Reply reply : List.of(
                token(GRANT).as(CI, "wrong").send(),
                token(GRANT).as("nobody").send(),
                token(GRANT).send(),
                token(GRANT + "&client_id=" + CI).send())) {
            assertThat(reply.status()).as(reply.toString()).isEqualTo(401);
            assertThat(reply.json().get("error").asString()).isEqualTo("invalid_client");
            assertThat(reply.json().propertyNames()).containsExactly("error");
            assertThat(reply.header("WWW-Authenticate")).startsWith("Basic");
        }
    }

    @Test
    void too_many_attempts_have_to_wait_and_a_side_that_is_away_is_no_wrong_secret() {
        stage.fail(
                AuthenticateServiceAccount.class,
                new Rejected(new Refusal(Rejection.TOO_MANY_ATTEMPTS, List.of(), null, null, 17)));
        Http.Reply hasty = token(GRANT).as(CI).send();
        assertThat(hasty.status()).isEqualTo(429);
        assertThat(hasty.header("Retry-After")).isEqualTo("17");

        stage.fail(AuthenticateServiceAccount.class, new NoHandlerForCommandException("nobody"));
        Http.Reply away = token(GRANT).as(CI).send();
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.json().get("error").asString()).isEqualTo("temporarily_unavailable");
    }

    @Test
    void other_grants_are_not_there_and_neither_are_the_other_addresses_of_oauth() {
        Http.Reply other =
                token("grant_type=refresh_token&refresh_token=x").as(CI).send();
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.json().get("error").asString()).isEqualTo("unsupported_grant_type");
        for (String path : List.of(
                "/oauth2/authorize",
                "/oauth2/revoke",
                "/oauth2/device_authorization",
                "/oauth2/register",
                "/userinfo")) {
            assertThat(call("GET", "/!" + path).as("admin").send().status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(call("GET", "/!/.well-known/openid-configuration").send().status())
                .isEqualTo(404);
    }

    @Test
    void the_keys_are_public_and_only_the_public_ones() throws Exception {
        Http.Reply reply = call("GET", "/!/oauth2/jwks").send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        JWK shown = JWK.parse(reply.json().get("keys").get(0).toString());
        assertThat(reply.json().get("keys")).hasSize(1);
        assertThat(shown).isEqualTo(SigningKey.of(key).toPublicJWK());
        assertThat(shown.isPrivate()).isFalse();
    }

    @Test
    void the_key_of_an_installation_is_always_the_same_and_nobody_elses() throws Exception {
        InstallationKey one = InstallationKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        ECKey first = SigningKey.of(one);

        assertThat(SigningKey.of(InstallationKey.parse(one.export()))).isEqualTo(first);
        assertThat(first.getKeyID()).isEqualTo("dR8WmN_8VfYxysVo7WBOKeIyweXd1Q41w7BO1-CvSIk");
        assertThat(SigningKey.of(InstallationKey.random()).getKeyID()).isNotEqualTo(first.getKeyID());
        SignedJWT signed = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), new JWTClaimsSet.Builder().build());
        signed.sign(new ECDSASigner(first));
        assertThat(signed.verify(new com.nimbusds.jose.crypto.ECDSAVerifier(
                        first.toPublicJWK().toECKey())))
                .isTrue();
    }

    @Test
    void tokens_from_before_a_rotation_are_believed_and_new_ones_are_signed_with_the_current_key() throws Exception {
        InstallationKey first = InstallationKey.parse(key.export());
        InstallationKey next = InstallationKey.random();
        String before = accessToken();
        try {
            key.exchange(first.rotated(next));

            String after = accessToken();
            assertThat(SignedJWT.parse(before).getHeader().getKeyID())
                    .isEqualTo(SigningKey.of(first).getKeyID());
            assertThat(SignedJWT.parse(after).getHeader().getKeyID())
                    .isEqualTo(SigningKey.of(next).getKeyID());
            assertThat(SignedJWT.parse(after).getJWTClaimsSet().getIssuer())
                    .isEqualTo(SignedJWT.parse(before).getJWTClaimsSet().getIssuer());
            assertThat(bearing(before)).isEqualTo(200);
            assertThat(bearing(after)).isEqualTo(200);
            assertThat(call("GET", "/!/oauth2/jwks").send().json().get("keys").values())
                    .extracting(shown -> shown.get("kid").asString())
                    .containsExactly(
                            SigningKey.of(next).getKeyID(), SigningKey.of(first).getKeyID());

            key.exchange(first);
            assertThat(bearing(after)).isEqualTo(401);
            assertThat(bearing(before)).isEqualTo(200);
        } finally {
            key.exchange(first);
        }
    }

    private int bearing(String token) {
        return call("GET", "/users")
                .header("Authorization", "Bearer " + token)
                .send()
                .status();
    }

    @Test
    void with_a_token_it_acts_as_itself_with_the_scopes_it_asked_for() {
        String token = token(GRANT + "&scope=users%3Aread")
                .as(CI)
                .send()
                .json()
                .get("access_token")
                .asString();

        Http.Reply reply =
                call("GET", "/users").header("Authorization", "Bearer " + token).send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        Provenance by = Provenance.from(stage.metaData(FindUsers.class));
        assertThat(by.actor()).isEqualTo(new Actor(Actor.Kind.SERVICE, CI, CI, List.of("users:read")));
        assertThat(by.via()).isEqualTo(Via.SERVICE);
    }

    @Test
    void the_scope_opens_introspection_and_the_lack_of_it_does_not() {
        stage.on(IntrospectToken.class, query -> Optional.empty());
        String form =
                "token=" + PresentedToken.create(CLIENT, new SecureRandom()).clear();
        String narrow = token(GRANT + "&scope=users%3Aread")
                .as(CI)
                .send()
                .json()
                .get("access_token")
                .asString();

        assertThat(introspect(form, accessToken()).json().get("active").asBoolean())
                .isFalse();
        assertProblem(introspect(form, narrow), 403, "forbidden");
    }

    private Http.Reply introspect(String form, String token) {
        return call("POST", "/!/oauth2/introspect")
                .header("Authorization", "Bearer " + token)
                .body("application/x-www-form-urlencoded", form.getBytes(UTF_8))
                .send();
    }

    @Test
    void what_is_no_token_of_this_installation_or_has_expired_is_worth_nothing() throws Exception {
        ECKey right = SigningKey.of(key);
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID(right.getKeyID()).generate();
        List<String> worthless = List.of(
                "x",
                "a.b.c",
                PresentedToken.create(CLIENT, new SecureRandom()).clear(),
                signed(foreign, "at+jwt", claims -> claims),
                signed(right, "JWT", claims -> claims),
                signed(right, "at+jwt", claims -> claims.issuer("urn:rollcall:another")),
                signed(right, "at+jwt", claims -> claims.issuer(null)),
                signed(right, "at+jwt", claims -> claims.audience("another")),
                signed(right, "at+jwt", claims -> claims.audience((String) null)),
                signed(right, "at+jwt", claims -> claims.expirationTime(Date.from(NOW.minusSeconds(60)))),
                signed(right, "at+jwt", claims -> claims.expirationTime(null)),
                signed(right, "at+jwt", claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(60)))),
                new com.nimbusds.jwt.PlainJWT(claims().build()).serialize());
        for (String token : worthless) {
            Http.Reply reply = call("GET", "/users")
                    .header("Authorization", "Bearer " + token)
                    .send();
            assertProblem(reply, 401, "invalid_token");
            assertThat(reply.header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"Rollcall\", error=\"invalid_token\"");
        }
        assertThat(stage.arrived()).isEmpty();
        assertThat(call("GET", "/users")
                        .header("Authorization", "Bearer " + signed(right, "at+jwt", claims -> claims))
                        .send()
                        .status())
                .isEqualTo(200);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("urn:rollcall:" + key.fingerprint())
                .audience("rollcall")
                .subject(CI)
                .claim("scope", "users:read")
                .expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    private String signed(ECKey by, String type, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(type))
                        .keyID(by.getKeyID())
                        .build(),
                change.apply(claims()).build());
        jwt.sign(new ECDSASigner(by));
        return jwt.serialize();
    }

    @Test
    void a_token_in_the_address_is_none() {
        assertProblem(call("GET", "/users?access_token=" + accessToken()).send(), 401, "not_signed_in");
    }
}
