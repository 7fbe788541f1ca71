package dev.rollcall.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.api.InstallationKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;

/**
 * What the chain is signed with, and checked: Ed25519 (RFC 8032), so that whoever can check need not be able to sign. It is
 * signed with a key derived from the current installation key and checked with the one public key of the identity: where these
 * are two, each row has a certificate by which the identity vouches for the key that signed it.
 */
final class ChainKey {

    private static final int PUBLIC_BYTES = Ed25519PublicKeyParameters.KEY_SIZE;
    private static final byte[] DOMAIN = "rollcall chain key 1".getBytes(US_ASCII);

    private final @Nullable Ed25519PrivateKeyParameters signing;
    private final byte @Nullable [] certificate;
    private final Ed25519PublicKeyParameters identity;
    /** The one that was right before, and whose key it is: rows that follow each other mostly have the same. */
    private byte @Nullable [] checked;

    private ChainKey(
            @Nullable Ed25519PrivateKeyParameters signing,
            byte @Nullable [] certificate,
            Ed25519PublicKeyParameters identity) {
        this.signing = signing;
        this.certificate = certificate;
        this.identity = identity;
    }

    /** The installation's own, as its keys are at the moment. */
    static ChainKey of(InstallationKey keys) {
        Ed25519PrivateKeyParameters current = derived(keys.each().get(0));
        Ed25519PrivateKeyParameters identity = derived(keys.identity());
        byte[] certificate = keys.current().equals(keys.fingerprint())
                ? null
                : certificate(current.generatePublicKey().getEncoded(), identity);
        return new ChainKey(current, certificate, identity.generatePublicKey());
    }

    private static Ed25519PrivateKeyParameters derived(InstallationKey one) {
        return new Ed25519PrivateKeyParameters(HexFormat.of().parseHex(one.hmac("chain of facts", "")));
    }

    private static byte[] certificate(byte[] key, Ed25519PrivateKeyParameters by) {
        return ByteBuffer.allocate(key.length + Ed25519PrivateKeyParameters.SIGNATURE_SIZE)
                .put(key)
                .put(signature(vouched(key), by))
                .array();
    }

    private static byte[] vouched(byte[] key) {
        return ByteBuffer.allocate(DOMAIN.length + key.length)
                .put(DOMAIN)
                .put(key)
                .array();
    }

    /** One that can only check: 64 hexadecimal digits. Refuses (IllegalArgumentException) everything else. */
    static ChainKey parse(String publicKey) {
        byte[] bytes = HexFormat.of().parseHex(publicKey.strip());
        if (bytes.length != PUBLIC_BYTES) {
            throw new IllegalArgumentException("a public key has 64 hexadecimal digits");
        }
        return new ChainKey(null, null, new Ed25519PublicKeyParameters(bytes));
    }

    /** With which everything can be checked: the identity's, and so the same for ever. */
    String publicKey() {
        return HexFormat.of().formatHex(identity.getEncoded());
    }

    /** The key that signs, told apart from others: 16 hexadecimal digits. */
    String fingerprint() {
        return fingerprint(signing == null ? identity : signing.generatePublicKey());
    }

    private static String fingerprint(Ed25519PublicKeyParameters key) {
        return HexFormat.of().formatHex(key.getEncoded()).substring(0, 16);
    }

    /** The public key that signs and the identity's signature of it, 96 bytes; absent where the identity signs itself. */
    byte @Nullable [] certificate() {
        return certificate;
    }

    byte[] sign(byte[] message) {
        if (signing == null) {
            throw new IllegalStateException("a public key cannot sign");
        }
        return signature(message, signing);
    }

    private static byte[] signature(byte[] message, Ed25519PrivateKeyParameters key) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    boolean signed(ChainBlock block) {
        Ed25519PublicKeyParameters signer = signer(block.certificate());
        return signer != null
                && block.signedBy().equals(fingerprint(signer))
                && isSignature(block.signature(), block.toBeSigned(), signer);
    }

    /** Who is vouched for; null where nobody is. */
    private @Nullable Ed25519PublicKeyParameters signer(byte @Nullable [] vouching) {
        if (vouching == null) {
            return identity;
        }
        if (vouching.length != PUBLIC_BYTES + Ed25519PrivateKeyParameters.SIGNATURE_SIZE) {
            return null;
        }
        byte[] key = Arrays.copyOf(vouching, PUBLIC_BYTES);
        if (!Arrays.equals(vouching, checked)) {
            byte[] signature = Arrays.copyOfRange(vouching, PUBLIC_BYTES, vouching.length);
            if (!isSignature(signature, vouched(key), identity)) {
                return null;
            }
            checked = vouching;
        }
        return new Ed25519PublicKeyParameters(key);
    }

    private static boolean isSignature(byte[] signature, byte[] message, Ed25519PublicKeyParameters key) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(false, key);
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }
}
