package dev.rollcall.api.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import dev.rollcall.api.Provenance;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an assertion says: which message, of which content, on whose behalf.
 *
 * @param digest of payload and provenance
 */
record Statement(
        String id,
        Instant issued,
        Instant until,
        String message,
        String name,
        String type,
        String digest,
        @Nullable String kind,
        @Nullable String actor,
        @Nullable String via) {

    /** All that says who acts, why and under which conditions. What else travels beside a message means nothing here. */
    private static final List<String> PROVENANCE = List.of(
            Provenance.ACTOR_KIND,
            Provenance.ACTOR_ID,
            Provenance.ACTOR_NAME,
            Provenance.ACTOR_ROLES,
            Provenance.VIA,
            Provenance.REASON,
            Provenance.CORRELATION,
            Provenance.REQUEST,
            Provenance.REQUEST_DIGEST,
            Provenance.POSITION);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** Writes the same for the same message, on either side of a wire. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    static Statement of(Assertions.Subject message, Instant now) {
        Instant issued = Instant.ofEpochSecond(now.getEpochSecond());
        Map<String, ?> metaData = message.metaData();
        return new Statement(
                UUID.randomUUID().toString(),
                issued,
                issued.plusSeconds(Assertions.SECONDS),
                message.id(),
                message.name(),
                message.payload().getClass().getName(),
                digest(message),
                Assertions.text(metaData, Provenance.ACTOR_KIND),
                Assertions.text(metaData, Provenance.ACTOR_ID),
                Assertions.text(metaData, Provenance.VIA));
    }

    /** Whether it is about this very message, of this very content, on behalf of whom the message says. */
    boolean isOf(Assertions.Subject other) {
        Map<String, ?> metaData = other.metaData();
        return message.equals(other.id())
                && name.equals(other.name())
                && type.equals(other.payload().getClass().getName())
                && Objects.equals(kind, Assertions.text(metaData, Provenance.ACTOR_KIND))
                && Objects.equals(actor, Assertions.text(metaData, Provenance.ACTOR_ID))
                && Objects.equals(via, Assertions.text(metaData, Provenance.VIA))
                && digest.equals(digest(other));
    }

    private static String digest(Assertions.Subject message) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(JSON.writeValueAsBytes(message.payload()));
            for (String key : PROVENANCE) {
                String value = Assertions.text(message.metaData(), key);
                // neither byte is part of UTF-8: nothing can be moved from one value to the next
                sha.update((byte) (value == null ? 0xFE : 0xFF));
                if (value != null) {
                    sha.update(value.getBytes(StandardCharsets.UTF_8));
                }
            }
            return BASE64.encodeToString(sha.digest());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", impossible);
        }
    }

    /** A JWS in its compact form (RFC 7515, 3.1). The library would take most of the time for its careful Base64. */
    String signed(JWSHeader header, JWSSigner signer) {
        return signed(header.toBase64URL().toString(), header, signer);
    }

    /** @param encoded the header as it is written */
    String signed(String encoded, JWSHeader header, JWSSigner signer) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("jti", id);
        claims.put("iat", issued.getEpochSecond());
        claims.put("exp", until.getEpochSecond());
        claims.put("msg", message);
        claims.put("name", name);
        claims.put("type", type);
        claims.put("dig", digest);
        claims.put("kind", kind);
        claims.put("sub", actor);
        claims.put("via", via);
        String input = encoded + "." + BASE64.encodeToString(JSON.writeValueAsBytes(claims));
        try {
            return input + "." + signer.sign(header, input.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException unusable) {
            throw new IllegalStateException("the key cannot sign", unusable);
        }
    }

    /** Refuses (IllegalArgumentException) what is no statement. */
    static Statement read(String encoded) {
        Map<?, ?> claims;
        try {
            claims = JSON.readValue(Base64.getUrlDecoder().decode(encoded), Map.class);
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException("no statement", unreadable);
        }
        if (claims == null) {
            throw new IllegalArgumentException("no statement");
        }
        return new Statement(
                text(claims, "jti"),
                instant(claims, "iat"),
                instant(claims, "exp"),
                text(claims, "msg"),
                text(claims, "name"),
                text(claims, "type"),
                text(claims, "dig"),
                optional(claims, "kind"),
                optional(claims, "sub"),
                optional(claims, "via"));
    }

    private static String text(Map<?, ?> claims, String name) {
        if (claims.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("no statement: it lacks " + name);
    }

    private static @Nullable String optional(Map<?, ?> claims, String name) {
        return claims.get(name) instanceof String text ? text : null;
    }

    private static Instant instant(Map<?, ?> claims, String name) {
        if (claims.get(name) instanceof Number seconds
                && seconds.longValue() > 0
                && seconds.longValue() < 100_000_000_000L) {
            return Instant.ofEpochSecond(seconds.longValue());
        }
        throw new IllegalArgumentException("no statement: it lacks " + name);
    }
}
