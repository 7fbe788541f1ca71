package dev.rollcall.api.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Signed assertions: on whose behalf a message is sent, said by somebody who may say so. An assertion is a JWS in the
 * message's metadata, good for {@value #SECONDS} seconds, for one message alone and once. Processes of the installation sign
 * with a key derived from the installation key, another one each day, and believe every key of the list; other services with their own, and only as the service
 * account that the installation gave that key.
 */
public final class Assertions {

    /** The metadata that holds the assertion. */
    public static final String KEY = "assertion";

    /** What a unit of work is marked with whose message was verified: where several rooms look, one is enough. */
    public static final String VERIFIED = "dev.rollcall.asserted";

    /** How long an assertion can be used. */
    public static final int SECONDS = 30;

    /** What the names of the installation's own keys begin with. */
    public static final String OWN = "installation.";

    static final JOSEObjectType TYPE = new JOSEObjectType("rollcall-assertion+jws");

    /** By how much clocks of processes may differ. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private static final Duration PERIOD = Duration.ofDays(1);

    /**
     * The key of another service.
     *
     * @param account as which it may act, and as nobody else
     */
    public record ForeignKey(Ed25519Verifier verifier, String account) {}

    /**
     * What is asserted, as it was verified.
     *
     * @param id of the assertion, unique
     * @param until when it is worth nothing any more, at the latest
     */
    public record Asserted(String id, Instant until) {}

    /** A message as far as it is asserted. */
    public record Subject(String id, String name, Object payload, Map<String, ?> metaData) {}

    /** Why an assertion is not believed. */
    public static final class Disbelieved extends Exception {
        private Disbelieved(String why) {
            super(why, null, false, false);
        }

        /** A word or two, joined by underlines. */
        public String why() {
            return Objects.requireNonNull(getMessage());
        }
    }

    /** @param fingerprint of the installation key that it is derived from */
    private record Own(String fingerprint, long period) {

        private String kid() {
            return OWN + fingerprint + "." + period;
        }
    }

    /** @param encoded the header as it is written */
    private record OwnKey(JWSSigner signer, JWSVerifier verifier, JWSHeader header, String encoded) {}

    /** @param foreign null: a process of this installation */
    private record Signatory(
            JWSHeader header,
            JWSVerifier verifier,
            @Nullable ForeignKey foreign) {}

    /** The three parts of a JWS in its compact form (RFC 7515, 3.1). */
    private record Written(String header, String payload, String signature) {

        /** Refuses (IllegalArgumentException) what has not three parts. */
        static Written of(String text) {
            int first = text.indexOf('.');
            int second = text.indexOf('.', first + 1);
            if (first < 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
                throw new IllegalArgumentException("not of three parts");
            }
            return new Written(text.substring(0, first), text.substring(first + 1, second), text.substring(second + 1));
        }

        byte[] signed() {
            return (header + "." + payload).getBytes(StandardCharsets.US_ASCII);
        }
    }

    private final InstallationKey installation;
    private final Clock clock;
    private final Map<String, ForeignKey> foreign;
    private final Map<Own, OwnKey> own = new ConcurrentHashMap<>();

    public Assertions(InstallationKey installation, Clock clock, Map<String, ForeignKey> foreign) {
        this.installation = installation;
        this.clock = clock;
        this.foreign = Map.copyOf(foreign);
    }

    /** The metadata of a message, with the assertion that who it names acts by it. */
    public Map<String, Object> asserted(Subject message) {
        Instant now = clock.instant();
        OwnKey key = ownKey(installation.each().get(0), period(now));
        Map<String, Object> metaData = new HashMap<>(message.metaData());
        metaData.put(KEY, Statement.of(message, now).signed(key.encoded(), key.header(), key.signer()));
        return metaData;
    }

    /**
     * Looks whether a message is asserted, by somebody who may.
     *
     * @param first whether an assertion is seen for the first time; asked last, of one that is right otherwise
     */
    public Asserted verify(Subject message, Predicate<Asserted> first) throws Disbelieved {
        Object text = message.metaData().get(KEY);
        if (text == null) {
            throw new Disbelieved("no_assertion");
        }
        Instant now = clock.instant();
        Statement said;
        Signatory signatory;
        try {
            Written written = Written.of(text.toString());
            signatory = signatory(written.header(), now);
            JWSHeader header = signatory.header();
            JWSVerifier verifier = signatory.verifier();
            if (!TYPE.equals(header.getType())
                    || !verifier.supportedJWSAlgorithms().contains(header.getAlgorithm())
                    || !verifier.verify(header, written.signed(), new Base64URL(written.signature()))) {
                throw new Disbelieved("forged_assertion");
            }
            said = Statement.read(written.payload());
        } catch (ParseException | JOSEException | IllegalArgumentException unreadable) {
            throw new Disbelieved("forged_assertion");
        }
        if (now.isAfter(said.until().plus(SKEW))
                || said.issued().isAfter(now.plus(SKEW))
                || said.until().isAfter(said.issued().plusSeconds(SECONDS))) {
            throw new Disbelieved("expired_assertion");
        }
        if (!said.isOf(message)) {
            throw new Disbelieved("assertion_of_another_message");
        }
        if (signatory.foreign() != null && !isItself(signatory.foreign(), message.metaData())) {
            throw new Disbelieved("assertion_of_another_actor");
        }
        Asserted asserted = new Asserted(said.id(), said.until().plus(SKEW));
        if (!first.test(asserted)) {
            throw new Disbelieved("replayed_assertion");
        }
        return asserted;
    }

    private static boolean isItself(ForeignKey foreigner, Map<String, ?> metaData) {
        return Actor.Kind.SERVICE.name().equals(metaData.get(Provenance.ACTOR_KIND))
                && foreigner.account().equals(metaData.get(Provenance.ACTOR_ID));
    }

    /** Whose key a header names; an own header is known by its letters, which saves reading it. */
    private Signatory signatory(String encoded, Instant now) throws Disbelieved, ParseException {
        OwnKey mine = ownKey(one -> one.encoded().equals(encoded), now);
        if (mine != null) {
            return new Signatory(mine.header(), mine.verifier(), null);
        }
        JWSHeader header = JWSHeader.parse(new Base64URL(encoded));
        String kid = Objects.requireNonNullElse(header.getKeyID(), "");
        ForeignKey other = foreign.get(kid);
        if (other != null) {
            return new Signatory(header, other.verifier(), other);
        }
        OwnKey named = ownKey(one -> kid.equals(one.header().getKeyID()), now);
        if (named == null) {
            throw new Disbelieved("unknown_key");
        }
        return new Signatory(header, named.verifier(), null);
    }

    /** Of this day or the day before; around midnight also of the next, for whose clock is ahead. */
    private @Nullable OwnKey ownKey(Predicate<OwnKey> which, Instant now) {
        long today = period(now);
        for (InstallationKey key : installation.each()) {
            for (long period : new long[] {today, today - 1, period(now.plus(SKEW))}) {
                OwnKey one = ownKey(key, period);
                if (which.test(one)) {
                    return one;
                }
            }
        }
        return null;
    }

    private static long period(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), PERIOD.toSeconds());
    }

    private OwnKey ownKey(InstallationKey key, long period) {
        Own name = new Own(key.fingerprint(), period);
        OwnKey known = own.get(name);
        if (known != null) {
            return known;
        }
        try {
            // with the identity: where the lists of two processes end differently they must not believe each other
            byte[] secret = key.derive("assertion " + installation.fingerprint() + " " + period);
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .type(TYPE)
                    .keyID(name.kid())
                    .build();
            OwnKey made = new OwnKey(
                    new MACSigner(secret),
                    new MACVerifier(secret),
                    header,
                    header.toBase64URL().toString());
            own.keySet().removeIf(past -> past.period() < period - 1 || !installation.holds(past.fingerprint()));
            own.put(name, made);
            return made;
        } catch (JOSEException impossible) {
            throw new IllegalStateException("HmacSHA256 is missing from this JDK", impossible);
        }
    }

    /** Signs as another service does, with its own key: for such services, and for tests of it. */
    public static String signedBy(JWSSigner signer, JWSAlgorithm algorithm, String kid, Subject message, Instant now) {
        JWSHeader header =
                new JWSHeader.Builder(algorithm).type(TYPE).keyID(kid).build();
        return Statement.of(message, now).signed(header, signer);
    }

    static @Nullable String text(Map<String, ?> metaData, String key) {
        Object value = metaData.get(key);
        return value == null ? null : value.toString();
    }
}
