package dev.rollcall.store;

import dev.rollcall.api.InstallationKey;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;

/** What the chain is signed with, and checked: Ed25519 (RFC 8032), so that whoever can check need not be able to sign. */
final class ChainKey {

    private final @Nullable Ed25519PrivateKeyParameters signing;
    private final Ed25519PublicKeyParameters checking;

    private ChainKey(@Nullable Ed25519PrivateKeyParameters signing, Ed25519PublicKeyParameters checking) {
        this.signing = signing;
        this.checking = checking;
    }

    /** The installation's own. */
    static ChainKey of(InstallationKey key) {
        Ed25519PrivateKeyParameters signing =
                new Ed25519PrivateKeyParameters(HexFormat.of().parseHex(key.hmac("chain of facts", "")));
        return new ChainKey(signing, signing.generatePublicKey());
    }

    /** One that can only check: 64 hexadecimal digits. Refuses (IllegalArgumentException) everything else. */
    static ChainKey parse(String publicKey) {
        byte[] bytes = HexFormat.of().parseHex(publicKey.strip());
        if (bytes.length != Ed25519PublicKeyParameters.KEY_SIZE) {
            throw new IllegalArgumentException("a public key has 64 hexadecimal digits");
        }
        return new ChainKey(null, new Ed25519PublicKeyParameters(bytes));
    }

    String publicKey() {
        return HexFormat.of().formatHex(checking.getEncoded());
    }

    /** Tells two keys apart: 16 hexadecimal digits. */
    String fingerprint() {
        return publicKey().substring(0, 16);
    }

    byte[] sign(byte[] message) {
        if (signing == null) {
            throw new IllegalStateException("a public key cannot sign");
        }
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, signing);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    boolean signed(ChainBlock block) {
        if (!block.signedBy().equals(fingerprint())) {
            return false;
        }
        byte[] message = block.toBeSigned();
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(false, checking);
        signer.update(message, 0, message.length);
        return signer.verifySignature(block.signature());
    }
}
