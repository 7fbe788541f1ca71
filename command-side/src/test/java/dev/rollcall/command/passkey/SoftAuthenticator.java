package dev.rollcall.command.passkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/** An authenticator with one key (P-256) together with the browser in front of it, byte by byte as the standard has them. */
public final class SoftAuthenticator {

    private static final int PRESENT = 1;
    private static final int HOLDS_KEY = 64;

    private final byte[] id = new byte[16];
    private final KeyPair key;
    /** How often it has signed. */
    public int count;

    public SoftAuthenticator() {
        new SecureRandom().nextBytes(id);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            key = generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The answer of a page from this origin that asked for a new passkey. */
    public String register(String challenge, String origin, String host) {
        byte[] cose = join(bytes("a5010203262001215820"), coordinate(true), bytes("225820"), coordinate(false));
        byte[] data = join(
                data(host, PRESENT | HOLDS_KEY),
                new byte[16],
                ByteBuffer.allocate(2).putShort((short) id.length).array(),
                id,
                cose);
        // {"fmt": "none", "attStmt": {}, "authData": …}
        byte[] attestation = join(
                bytes("a363666d74646e6f6e656761747453746d74a068617574684461746158"),
                new byte[] {(byte) data.length},
                data);
        return """
                {"id": "%s", "rawId": "%s", "type": "public-key", "clientExtensionResults": {},
                 "response": {"clientDataJSON": "%s", "attestationObject": "%s", "transports": ["usb"]}}""".formatted(text(id), text(id), text(client("webauthn.create", challenge, origin)), text(attestation));
    }

    /** The answer of a page from this origin that asked for the passkey. */
    public String sign(String challenge, String origin, String host) {
        count++;
        byte[] client = client("webauthn.get", challenge, origin);
        byte[] data = data(host, PRESENT);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key.getPrivate());
            signature.update(join(data, sha256(client)));
            return """
                    {"id": "%s", "rawId": "%s", "type": "public-key", "clientExtensionResults": {},
                     "response": {"clientDataJSON": "%s", "authenticatorData": "%s", "signature": "%s"}}""".formatted(text(id), text(id), text(client), text(data), text(signature.sign()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] data(String host, int flags) {
        return join(
                sha256(host.getBytes(UTF_8)),
                new byte[] {(byte) flags},
                ByteBuffer.allocate(4).putInt(count).array());
    }

    private static byte[] client(String type, String challenge, String origin) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin
                        + "\",\"crossOrigin\":false}")
                .getBytes(UTF_8);
    }

    private byte[] coordinate(boolean first) {
        ECPublicKey shown = (ECPublicKey) key.getPublic();
        BigInteger value = first ? shown.getW().getAffineX() : shown.getW().getAffineY();
        byte[] found = value.toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(32, found.length);
        System.arraycopy(found, found.length - length, padded, 32 - length, length);
        return padded;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
