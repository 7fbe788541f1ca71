package dev.rollcall.api.client;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A client token as it is copied and presented: {@code rollcall_client_<client>_<random><checksum>}. The client's
 * identifier (128 bits) takes 22 characters of base62, the randomness (256 bits) 43, the CRC-32 of everything before it
 * 6. So a typing error is recognised offline, a secret scanner finds a leaked one by
 * {@code rollcall_client_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}}, and verification goes straight to the client's own state.
 */
public final class PresentedToken {

    public static final String PREFIX = "rollcall_client_";

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());
    private static final int CLIENT_LENGTH = 22;
    private static final int RANDOM_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int RANDOM_BYTES = 32;
    private static final Pattern FORM =
            Pattern.compile(PREFIX + "([0-9A-Za-z]{22})_[0-9A-Za-z]{" + RANDOM_LENGTH + "}[0-9A-Za-z]{6}");

    private final ClientId client;
    private final String text;

    private PresentedToken(ClientId client, String text) {
        this.client = client;
        this.text = text;
    }

    /** A new token for a client, with 256 bits from this source. */
    public static PresentedToken create(ClientId client, SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        UUID id = client.value();
        byte[] idBytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        String body = PREFIX
                + base62(new BigInteger(1, idBytes), CLIENT_LENGTH)
                + "_"
                + base62(new BigInteger(1, bytes), RANDOM_LENGTH);
        return new PresentedToken(client, body + checksum(body));
    }

    /** Reads a presented token; empty when it has a typing error or is something else altogether. */
    public static Optional<PresentedToken> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int end = text.length() - CHECKSUM_LENGTH;
        BigInteger id = number(form.group(1));
        if (id.bitLength() > 128 || !checksum(text.substring(0, end)).equals(text.substring(end))) {
            return Optional.empty();
        }
        UUID uuid = new UUID(id.shiftRight(64).longValue(), id.longValue());
        return Optional.of(new PresentedToken(new ClientId(uuid), text));
    }

    /** The client that the token says it belongs to. */
    public ClientId client() {
        return client;
    }

    /** The token in clear: a secret. */
    public String clear() {
        return text;
    }

    /** What may be shown of it for ever: the prefix and the last four characters. */
    public String hint() {
        return PREFIX + "…" + text.substring(text.length() - 4);
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
    }

    private static String base62(BigInteger number, int length) {
        char[] digits = new char[length];
        BigInteger rest = number;
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            digits[i] = ALPHABET.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(digits);
    }

    private static BigInteger number(String digits) {
        BigInteger number = BigInteger.ZERO;
        for (char digit : digits.toCharArray()) {
            number = number.multiply(BASE).add(BigInteger.valueOf(ALPHABET.indexOf(digit)));
        }
        return number;
    }

    @Override
    public String toString() {
        return hint();
    }
}
