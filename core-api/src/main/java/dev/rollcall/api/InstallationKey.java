package dev.rollcall.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one key of an installation, 256 bits. Every process of the installation holds the same one. It is never used
 * directly: each purpose has a key of its own, derived by HMAC-SHA-256 (one step of RFC 5869's expand).
 */
public final class InstallationKey {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    /** Refuses (IllegalArgumentException) a key that is not exactly 32 bytes long. */
    public InstallationKey(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("an installation key has 32 bytes");
        }
        this.key = key.clone();
    }

    /** Reads 32 bytes in Base64. Refuses (IllegalArgumentException) everything else. */
    public static InstallationKey parse(String base64) {
        return new InstallationKey(Base64.getDecoder().decode(base64.strip()));
    }

    public static InstallationKey random() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return new InstallationKey(bytes);
    }

    /** The key in Base64, for the one file that keeps it. */
    public String export() {
        return Base64.getEncoder().encodeToString(key);
    }

    /** Tells two keys apart without giving anything away: 16 hexadecimal digits. */
    public String fingerprint() {
        return hmac("fingerprint", "").substring(0, 16);
    }

    public Sealed seal(String clear) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, derived("seal", "AES"), new GCMParameterSpec(TAG_BITS, nonce));
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

    /** Refuses (IllegalArgumentException) what was not sealed under this key. */
    public String open(Sealed sealed) {
        byte[] bytes = Base64.getDecoder().decode(sealed.box());
        if (bytes.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new IllegalArgumentException("not sealed by this installation");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE, derived("seal", "AES"), new GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES));
            return new String(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES), UTF_8);
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("not sealed by this installation", unreadable);
        }
    }

    /**
     * Encrypts a key, so that it can be kept in a row.
     *
     * @param owner whose key it is; needed to unwrap it again
     */
    public byte[] wrap(byte[] clear, String owner) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, derived("wrap", "AES"), new GCMParameterSpec(TAG_BITS, nonce));
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

    /** Refuses (IllegalArgumentException) what was not wrapped under this key, or for another owner. */
    public byte[] unwrap(byte[] wrapped, String owner) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    derived("wrap", "AES"),
                    new GCMParameterSpec(TAG_BITS, wrapped, 0, NONCE_BYTES));
            cipher.updateAAD(owner.getBytes(UTF_8));
            return cipher.doFinal(wrapped, NONCE_BYTES, wrapped.length - NONCE_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("not wrapped by this installation", unreadable);
        }
    }

    /** HMAC-SHA-256 of a value for one purpose, 64 hexadecimal digits: equal values only, and nothing to read back. */
    public String hmac(String purpose, String value) {
        return HexFormat.of().formatHex(mac(derived(purpose, "HmacSHA256"), value));
    }

    /**
     * A key of its own for one purpose, 32 bytes: one step of HKDF's expand (RFC 5869) with the installation key, which is
     * uniformly random and needs no extract, as the pseudo-random key.
     */
    public byte[] derive(String purpose) {
        return derived(purpose, "HmacSHA256").getEncoded();
    }

    private SecretKeySpec derived(String purpose, String algorithm) {
        return new SecretKeySpec(mac(new SecretKeySpec(key, "HmacSHA256"), "rollcall:" + purpose + "\1"), algorithm);
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
