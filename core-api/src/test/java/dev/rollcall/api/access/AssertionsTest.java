package dev.rollcall.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.impl.EdDSAProvider;
import com.nimbusds.jose.util.Base64URL;
import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions.Disbelieved;
import dev.rollcall.api.access.Assertions.ForeignKey;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserId;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AssertionsTest {

    private static final UserId ADA = new UserId(new UUID(1, 1));
    private static final UserId BOB = new UserId(new UUID(1, 2));
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
    private static final String ACCOUNT = "0199b000-0000-7000-8000-0000000000aa";

    private final InstallationKey key = InstallationKey.random();
    private final Hand hand = new Hand();
    private final KeyPair partner = pair();
    private final Assertions assertions = new Assertions(key, hand, Map.of("partner", foreign(partner)));
    private final Uses uses = new RecentUses(hand);

    /** A clock that stands where it is put. */
    private static final class Hand extends Clock {
        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static Subject message() {
        Actor actor = new Actor(Actor.Kind.USER, ADA.toString(), "ada", List.of("QUALITY_MANAGER", "ADMIN"));
        return new Subject(
                "m-1",
                UnlockUser.class.getName(),
                new UnlockUser(BOB),
                new Provenance(actor, Via.API, "why", "c-1", null, null).toMetaData());
    }

    private static Subject with(Subject message, Map<String, ?> metaData) {
        return new Subject(message.id(), message.name(), message.payload(), metaData);
    }

    private Subject asserted(Subject message) {
        return with(message, assertions.asserted(message));
    }

    private void assertDisbelieved(Subject message, String why) {
        assertThatThrownBy(() -> assertions.verify(message, uses::first))
                .isInstanceOfSatisfying(Disbelieved.class, disbelieved -> assertThat(disbelieved.why())
                        .isEqualTo(why));
    }

    @Test
    void what_was_asserted_is_believed_once() throws Exception {
        Subject message = asserted(message());

        assertThat(assertions.verify(message, uses::first).until()).isEqualTo(NOON.plusSeconds(35));
        assertDisbelieved(message, "replayed_assertion");
        // the same wish again is another message
        assertions.verify(asserted(message()), uses::first);
    }

    @Test
    void what_came_to_nothing_is_believed_once_more() throws Exception {
        Subject message = asserted(message());
        uses.giveBack(assertions.verify(message, uses::first));

        assertions.verify(message, uses::first);
        assertDisbelieved(message, "replayed_assertion");
    }

    @Test
    void a_message_that_nobody_asserts_is_not_believed() {
        assertDisbelieved(message(), "no_assertion");
    }

    @Test
    void an_assertion_is_good_for_its_message_alone() {
        Subject message = asserted(message());
        Map<String, ?> metaData = message.metaData();
        assertDisbelieved(
                new Subject("m-2", message.name(), message.payload(), metaData), "assertion_of_another_message");
        assertDisbelieved(
                new Subject("m-1", "another name", message.payload(), metaData), "assertion_of_another_message");
        assertDisbelieved(
                new Subject("m-1", message.name(), new UnlockUser(ADA), metaData), "assertion_of_another_message");
        assertDisbelieved(
                new Subject("m-1", message.name(), new RemoveUser(BOB, null), metaData),
                "assertion_of_another_message");
    }

    @Test
    void nothing_of_who_acts_and_why_can_be_changed_added_or_taken_away() {
        Map<String, ?> metaData = asserted(message()).metaData();
        for (String field : List.of(
                Provenance.ACTOR_KIND,
                Provenance.ACTOR_ID,
                Provenance.ACTOR_NAME,
                Provenance.ACTOR_ROLES,
                Provenance.VIA,
                Provenance.REASON,
                Provenance.CORRELATION,
                Provenance.REQUEST,
                Provenance.REQUEST_DIGEST,
                Provenance.POSITION)) {
            Map<String, Object> changed = new HashMap<>(metaData);
            changed.put(field, "SERVICE");
            assertDisbelieved(with(message(), changed), "assertion_of_another_message");
            if (metaData.containsKey(field)) {
                Map<String, Object> without = new HashMap<>(metaData);
                without.remove(field);
                assertDisbelieved(with(message(), without), "assertion_of_another_message");
            }
        }
    }

    @Test
    void an_assertion_lives_for_thirty_seconds() throws Exception {
        Subject message = asserted(message());
        hand.now = NOON.plusSeconds(35);
        assertions.verify(message, asserted -> true);
        hand.now = NOON.plusSeconds(36);
        assertDisbelieved(message, "expired_assertion");
        hand.now = NOON.minusSeconds(5);
        assertions.verify(message, asserted -> true);
        hand.now = NOON.minusSeconds(6);
        assertDisbelieved(message, "expired_assertion");
    }

    @Test
    void what_was_used_is_remembered_for_as_long_as_it_lives() throws Exception {
        Subject message = asserted(message());
        assertions.verify(message, uses::first);
        for (int second = 1; second <= 35; second++) {
            hand.now = NOON.plusSeconds(second);
            assertions.verify(asserted(message()), uses::first);
            assertDisbelieved(message, "replayed_assertion");
        }
    }

    @Test
    void the_key_of_the_day_before_is_still_good_and_of_the_next_only_around_midnight() throws Exception {
        hand.now = MIDNIGHT.minusSeconds(2);
        Subject before = asserted(message());
        hand.now = MIDNIGHT.plusSeconds(2);
        Subject after = asserted(message());
        assertThat(kid(before)).isNotEqualTo(kid(after)).startsWith("installation.");

        assertions.verify(before, asserted -> true);
        hand.now = MIDNIGHT.minusSeconds(2);
        assertions.verify(after, asserted -> true);
        hand.now = NOON.minus(Duration.ofDays(1));
        assertDisbelieved(after, "unknown_key");
        hand.now = MIDNIGHT.plus(Duration.ofDays(2));
        assertDisbelieved(before, "unknown_key");
    }

    @Test
    void every_key_of_the_installation_is_good_while_it_is_in_the_list() throws Exception {
        InstallationKey next = InstallationKey.random();
        Assertions expecting = new Assertions(key.expecting(next), hand, Map.of());
        Assertions rotated = new Assertions(key.rotated(next), hand, Map.of());
        Subject message = message();
        Subject old = with(message, expecting.asserted(message));
        Subject young = with(message, rotated.asserted(message));

        assertThat(kid(old)).contains(key.fingerprint());
        assertThat(kid(young)).contains(next.fingerprint());
        for (Assertions each : List.of(expecting, rotated)) {
            each.verify(old, asserted -> true);
            each.verify(young, asserted -> true);
        }
        assertDisbelieved(young, "unknown_key");
        key.exchange(key.rotated(next));
        assertions.verify(young, asserted -> true);
        assertThat(kid(asserted(message))).contains(next.fingerprint());
        // whose list ends with another key would go by other claims as well
        Assertions misled =
                new Assertions(next.rotated(InstallationKey.parse(key.identity().export())), hand, Map.of());
        assertDisbelieved(with(message, misled.asserted(message)), "forged_assertion");
    }

    private static String kid(Subject message) throws Exception {
        return JWSObject.parse(message.metaData().get(Assertions.KEY).toString())
                .getHeader()
                .getKeyID();
    }

    @Test
    void the_key_of_another_installation_and_no_key_are_worth_nothing() throws Exception {
        Subject message = message();
        Assertions elsewhere = new Assertions(InstallationKey.random(), hand, Map.of());
        assertDisbelieved(with(message, elsewhere.asserted(message)), "unknown_key");
        JWSSigner any = new MACSigner(new byte[32]);
        assertDisbelieved(signed(message, any, JWSAlgorithm.HS256, "nobodys"), "unknown_key");
        assertDisbelieved(signed(message, any, JWSAlgorithm.HS256, kid(asserted(message))), "forged_assertion");
        assertDisbelieved(changed(message, text -> "rubbish"), "forged_assertion");
        assertDisbelieved(changed(message, text -> "a.b.c"), "forged_assertion");
        assertDisbelieved(
                changed(message, text -> Base64URL.encode("{\"alg\":\"none\"}") + text.substring(text.indexOf('.'))),
                "forged_assertion");
        assertDisbelieved(changed(message, text -> text.substring(0, text.lastIndexOf('.') + 1)), "forged_assertion");
        assertDisbelieved(changed(message, text -> text.substring(0, text.length() - 3) + "abc"), "forged_assertion");
    }

    private Subject changed(Subject message, UnaryOperator<String> change) {
        Map<String, Object> metaData = assertions.asserted(message);
        metaData.merge(Assertions.KEY, "", (text, nothing) -> change.apply(text.toString()));
        return with(message, metaData);
    }

    private static Subject signed(Subject message, JWSSigner signer, JWSAlgorithm algorithm, String kid) {
        Map<String, Object> metaData = new HashMap<>(message.metaData());
        metaData.put(Assertions.KEY, Assertions.signedBy(signer, algorithm, kid, message, NOON));
        return with(message, metaData);
    }

    @Test
    void another_service_speaks_with_its_own_key_and_for_itself_alone() throws Exception {
        Ed25519Signer signer = new Ed25519Signer(partner);
        Subject itself = by(new Actor(Actor.Kind.SERVICE, ACCOUNT, "partner", List.of("users:write")));

        assertions.verify(signed(itself, signer, JWSAlgorithm.EdDSA, "partner"), uses::first);
        assertDisbelieved(signed(message(), signer, JWSAlgorithm.EdDSA, "partner"), "assertion_of_another_actor");
        assertDisbelieved(
                signed(by(Actor.SYSTEM), signer, JWSAlgorithm.EdDSA, "partner"), "assertion_of_another_actor");
        assertDisbelieved(
                signed(
                        by(new Actor(Actor.Kind.USER, ACCOUNT, "partner", List.of())),
                        signer,
                        JWSAlgorithm.EdDSA,
                        "partner"),
                "assertion_of_another_actor");
        assertDisbelieved(signed(itself, new Ed25519Signer(pair()), JWSAlgorithm.EdDSA, "partner"), "forged_assertion");
        // its public key is no secret, and must not become one
        assertDisbelieved(
                signed(itself, new MACSigner(partner.getPublic().getEncoded()), JWSAlgorithm.HS256, "partner"),
                "forged_assertion");
        assertDisbelieved(signed(itself, signer, JWSAlgorithm.EdDSA, kid(asserted(message()))), "forged_assertion");
    }

    private static Subject by(Actor actor) {
        return with(message(), new Provenance(actor, Via.SERVICE, "c-1").toMetaData());
    }

    @Test
    void a_public_key_is_ed25519_in_base64() throws Exception {
        KeyPair other = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        for (String text : List.of(
                "",
                "rubbish",
                "AAAA",
                Base64.getEncoder().encodeToString(other.getPublic().getEncoded()))) {
            assertThatThrownBy(() -> new Ed25519Verifier(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ForeignKey foreign(KeyPair pair) {
        return new ForeignKey(
                new Ed25519Verifier(
                        Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())),
                ACCOUNT);
    }

    /** What another service has: the private half. */
    private static final class Ed25519Signer extends EdDSAProvider implements JWSSigner {

        private final KeyPair pair;

        Ed25519Signer(KeyPair pair) {
            this.pair = pair;
        }

        @Override
        public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(input);
                return Base64URL.encode(signature.sign());
            } catch (GeneralSecurityException failure) {
                throw new JOSEException(failure.getMessage(), failure);
            }
        }
    }
}
