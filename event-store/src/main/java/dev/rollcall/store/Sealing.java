package dev.rollcall.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollcall.api.Actor;
import dev.rollcall.api.Personal;
import dev.rollcall.api.Provenance;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts text about a user under that user's key (AES-256-GCM, a random nonce each time), and reads it again, or
 * {@link Personal#ERASED} once the key is gone. A value opens only where it was put: what it is bound to is authenticated with it.
 */
final class Sealing {

    /** No name of a user has this character. */
    private static final String MARK = "~";

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MOST_NAMES = 10_000;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(Sealing::newCipher);

    /** The name of a user who acts again and again, as it was sealed once. */
    private record SealedName(SecretKey key, String name, String sealed) {}

    private final UserKeys keys;
    private final Cache<UUID, SealedName> sealedNames =
            Caffeine.newBuilder().maximumSize(MOST_NAMES).build();
    /** By what was sealed; good only for as long as the key is there. */
    private final Cache<String, String> openedNames =
            Caffeine.newBuilder().maximumSize(MOST_NAMES).build();

    Sealing(UserKeys keys) {
        this.keys = keys;
    }

    /** The value in Base64; empty where the user is erased already, so that there is nothing to open. */
    String seal(UUID user, String place, String clear) {
        Optional<SecretKey> key = keys.forWriting(user);
        if (key.isEmpty()) {
            return "";
        }
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key.get(), nonce, user, place);
            byte[] box = cipher.doFinal(clear.getBytes(UTF_8));
            return Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(nonce.length + box.length)
                            .put(nonce)
                            .put(box)
                            .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM is missing from this JDK", impossible);
        }
    }

    /** Refuses (SerializationException) what was not sealed for this user and place. */
    String open(UUID user, String place, String sealed) {
        if (sealed.isEmpty()) {
            return Personal.ERASED;
        }
        Optional<SecretKey> key = keys.forReading(user);
        if (key.isEmpty()) {
            return Personal.ERASED;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key.get(), bytes, user, place);
            return new String(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES), UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new SerializationException(
                    "a value of user " + user + " was not put where it is found (" + place + ")", unreadable);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, UUID user, String place)
            throws GeneralSecurityException {
        Cipher cipher = CIPHERS.get();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
        cipher.updateAAD((place + "|" + user).getBytes(UTF_8));
        return cipher;
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM is missing from this JDK", impossible);
        }
    }

    /** With the name of the user who acted sealed; the same where nobody's is in it, or where it is already. */
    MetaData sealed(MetaData metaData) {
        UUID actor = actor(metaData);
        String name = actor == null ? null : name(metaData);
        return actor == null || name == null || name.startsWith(MARK)
                ? metaData
                : metaData.and(Provenance.ACTOR_NAME, MARK + sealedName(actor, name));
    }

    /** With the name of the user who acted in clear, or erased. Names from before they were sealed are read as well. */
    MetaData opened(MetaData metaData) {
        UUID actor = actor(metaData);
        String name = actor == null ? null : name(metaData);
        if (actor == null || name == null || !name.startsWith(MARK)) {
            return metaData;
        }
        return metaData.and(Provenance.ACTOR_NAME, openedName(actor, name.substring(MARK.length())));
    }

    private String sealedName(UUID actor, String name) {
        SecretKey key = keys.forWriting(actor).orElse(null);
        if (key == null) {
            return "";
        }
        SealedName before = sealedNames.getIfPresent(actor);
        if (before != null && before.key().equals(key) && before.name().equals(name)) {
            return before.sealed();
        }
        String sealed = seal(actor, Provenance.ACTOR_NAME, name);
        if (!sealed.isEmpty()) {
            sealedNames.put(actor, new SealedName(key, name, sealed));
        }
        return sealed;
    }

    private String openedName(UUID actor, String sealed) {
        if (sealed.isEmpty() || keys.forReading(actor).isEmpty()) {
            return Personal.ERASED;
        }
        // with the user, as it opens for that one only
        return openedNames.get(actor + sealed, same -> open(actor, Provenance.ACTOR_NAME, sealed));
    }

    private static @Nullable String name(Map<String, ?> metaData) {
        return metaData.get(Provenance.ACTOR_NAME) instanceof String name ? name : null;
    }

    private static @Nullable UUID actor(Map<String, ?> metaData) {
        return Actor.Kind.USER.name().equals(metaData.get(Provenance.ACTOR_KIND))
                        && metaData.get(Provenance.ACTOR_ID) instanceof String id
                ? user(id)
                : null;
    }

    /** The user whose identifier this is; null where it is none. */
    static @Nullable UUID user(String id) {
        if (id.length() != 36) {
            return null;
        }
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException other) {
            return null;
        }
    }
}
