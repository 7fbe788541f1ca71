package dev.rollcall.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of an installation, 256 bits; after a rotation a list of keys. Every process of the installation holds the same ones.
 * A key is never used directly: each purpose has a key of its own, derived by HMAC-SHA-256 (one step of RFC 5869's expand).
 *
 * <p>The first of the list is the <em>current</em> key: what is sealed, wrapped and signed from now on is so under this one. What
 * was before is opened with whichever fits. The last of the list is the <em>identity</em>, the first key that the installation ever
 * had: what is compared and stored for ever (HMACs, {@link #fingerprint()}) goes by it, whatever comes before it. Where the
 * current key is the identity and there are others, it stands at both ends.
 *
 * <p>The list can be exchanged while the program runs ({@link #exchange}): whoever derives something once asks {@link #each()}
 * again.
 */
public final class InstallationKey {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One key of the list. */
    private static final class One {

        private final byte[] bytes;
        private final String fingerprint;

        private One(byte[] bytes) {
            this.bytes = bytes;
            this.fingerprint = hmac("fingerprint", "").substring(0, 16);
        }

        private String hmac(String purpose, String value) {
            return HexFormat.of().formatHex(mac(derived(purpose, "HmacSHA256"), value));
        }

        private SecretKeySpec derived(String purpose, String algorithm) {
            return new SecretKeySpec(
                    mac(new SecretKeySpec(bytes, "HmacSHA256"), "rollcall:" + purpose + "\1"), algorithm);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof One one && MessageDigest.isEqual(bytes, one.bytes);
        }

        @Override
        public int hashCode() {
            return fingerprint.hashCode();
        }
    }

    /** @param all each once, the current one first */
    private record Ring(List<One> all, One identity) {

        private One current() {
            return all.get(0);
        }

        private List<One> others() {
            return all.stream()
                    .filter(one -> !one.equals(current()) && !one.equals(identity))
                    .toList();
        }
    }

    private volatile Ring ring;

    /** Refuses (IllegalArgumentException) a key that is not exactly 32 bytes long. */
    public InstallationKey(byte[] key) {
        this(List.of(one(key)));
    }

    private InstallationKey(List<One> list) {
        this.ring = new Ring(list.stream().distinct().toList(), list.get(list.size() - 1));
    }

    private static One one(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("an installation key has 32 bytes");
        }
        return new One(key.clone());
    }

    /**
     * Reads one key or several, joined by commas, each 32 bytes in Base64. Refuses (IllegalArgumentException) everything else,
     * and the same key twice but for the first that is the last as well.
     */
    public static InstallationKey parse(String list) {
        List<One> keys = new ArrayList<>();
        for (String base64 : list.split(",", -1)) {
            keys.add(one(Base64.getDecoder().decode(base64.strip())));
        }
        boolean bothEnds = keys.size() > 2 && keys.get(0).equals(keys.get(keys.size() - 1));
        if (keys.stream().distinct().count() != keys.size() - (bothEnds ? 1 : 0)) {
            throw new IllegalArgumentException("an installation key stands in the list once");
        }
        return new InstallationKey(keys);
    }

    public static InstallationKey random() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return new InstallationKey(bytes);
    }

    /** The list in Base64, joined by commas, for the one file that keeps it. */
    public String export() {
        Ring keys = ring;
        List<One> list = new ArrayList<>();
        list.add(keys.current());
        list.addAll(keys.others());
        if (keys.all().size() > 1) {
            list.add(keys.identity());
        }
        return list.stream()
                .map(one -> Base64.getEncoder().encodeToString(one.bytes))
                .collect(Collectors.joining(","));
    }

    /**
     * Tells two installations apart without giving anything away: 16 hexadecimal digits. It is that of the identity, and so
     * the same for ever.
     */
    public String fingerprint() {
        return ring.identity().fingerprint;
    }

    /** The fingerprint of the key that is used from now on, 16 hexadecimal digits. */
    public String current() {
        return ring.current().fingerprint;
    }

    /** Whether a key with this fingerprint is in the list. */
    public boolean holds(String fingerprint) {
        return ring.all().stream().anyMatch(one -> one.fingerprint.equals(fingerprint));
    }

    /** Each key of the list by itself, once, the current one first. */
    public List<InstallationKey> each() {
        return ring.all().stream().map(one -> new InstallationKey(List.of(one))).toList();
    }

    /** The identity by itself. */
    public InstallationKey identity() {
        return new InstallationKey(List.of(ring.identity()));
    }

    /** With another key in the list that is not used as yet, so that every process can know it before one uses it. */
    public InstallationKey expecting(InstallationKey next) {
        Ring keys = ring;
        List<One> list = new ArrayList<>(List.of(keys.current(), next.ring.current()));
        list.addAll(keys.others());
        list.add(keys.identity());
        return new InstallationKey(list);
    }

    /** With another current key, all others after it. */
    public InstallationKey rotated(InstallationKey next) {
        Ring keys = ring;
        List<One> list = new ArrayList<>(List.of(next.ring.current()));
        if (!keys.current().equals(keys.identity())) {
            list.add(keys.current());
        }
        list.addAll(keys.others());
        list.add(keys.identity());
        return new InstallationKey(list);
    }

    /**
     * Goes on with another list of the same installation, in all that hold this key. Refuses (IllegalArgumentException) one with
     * another identity.
     */
    public void exchange(InstallationKey list) {
        if (!list.ring.identity().equals(ring.identity())) {
            throw new IllegalArgumentException("the last key of the list stays the first that the installation had");
        }
        ring = list.ring;
    }

    /** Under the current key. */
    public Sealed seal(String clear) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE, ring.current().derived("seal", "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            byte[] box = cipher.doFinal(clear.getBytes(UTF_8));
            return new Sealed(Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(nonce.length + box.length)
                            .put(nonce)
                            .put(box)
                            .array()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM is missing from this JDK", impossible);
        }
    }

    /** Refuses (IllegalArgumentException) what was not sealed under a key of this list. */
    public String open(Sealed sealed) {
        byte[] bytes = Base64.getDecoder().decode(sealed.box());
        if (bytes.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new IllegalArgumentException("not sealed by this installation");
        }
        return new String(opened("seal", bytes, new byte[0], "not sealed by this installation"), UTF_8);
    }

    /**
     * Encrypts a key under the current one, so that it can be kept in a row.
     *
     * @param owner whose key it is; needed to unwrap it again
     */
    public byte[] wrap(byte[] clear, String owner) {
        return wrap(clear, owner, current());
    }

    /**
     * The same, under a certain key of the list.
     *
     * @param fingerprint of that key; refused (IllegalArgumentException) where it is not in the list
     */
    public byte[] wrap(byte[] clear, String owner, String fingerprint) {
        One under = ring.all().stream()
                .filter(one -> one.fingerprint.equals(fingerprint))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no key of this list has fingerprint " + fingerprint));
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, under.derived("wrap", "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(UTF_8));
            byte[] box = cipher.doFinal(clear);
            return ByteBuffer.allocate(nonce.length + box.length)
                    .put(nonce)
                    .put(box)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM is missing from this JDK", impossible);
        }
    }

    /** Refuses (IllegalArgumentException) what was not wrapped under a key of this list, or for another owner. */
    public byte[] unwrap(byte[] wrapped, String owner) {
        return opened("wrap", wrapped, owner.getBytes(UTF_8), "not wrapped by this installation");
    }

    private byte[] opened(String purpose, byte[] bytes, byte[] with, String refusal) {
        IllegalArgumentException refused = new IllegalArgumentException(refusal);
        for (One one : ring.all()) {
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(
                        Cipher.DECRYPT_MODE,
                        one.derived(purpose, "AES"),
                        new GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES));
                cipher.updateAAD(with);
                return cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
                // perhaps under the next one
                refused.addSuppressed(unreadable);
            }
        }
        throw refused;
    }

    /**
     * HMAC-SHA-256 of a value for one purpose, 64 hexadecimal digits: equal values only, and nothing to read back. It is that of
     * the identity, and so the same for ever.
     */
    public String hmac(String purpose, String value) {
        return ring.identity().hmac(purpose, value);
    }

    /**
     * A key of its own for one purpose, 32 bytes, derived from the current key: one step of HKDF's expand (RFC 5869) with the
     * installation key, which is uniformly random and needs no extract, as the pseudo-random key.
     */
    public byte[] derive(String purpose) {
        return ring.current().derived(purpose, "HmacSHA256").getEncoded();
    }

    private static byte[] mac(SecretKeySpec key, String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(value.getBytes(UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HmacSHA256 is missing from this JDK", impossible);
        }
    }

    @Override
    public String toString() {
        return "installation key " + fingerprint();
    }
}
