package dev.rollcall.api;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * How secrets that people copy are written: {@code <prefix><owner>_<random><checksum>}. The owner's identifier (128 bits)
 * takes 22 characters of base62, the randomness (256 bits) 43, the CRC-32 of everything before it 6.
 *
 * @param prefix names product and kind, ASCII letters and underlines
 */
public record SecretForm(String prefix) {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());
    private static final int OWNER_LENGTH = 22;
    private static final int RANDOM_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int RANDOM_BYTES = 32;
    private static final Pattern AFTER_PREFIX = Pattern.compile(
            "([0-9A-Za-z]{" + OWNER_LENGTH + "})_[0-9A-Za-z]{" + (RANDOM_LENGTH + CHECKSUM_LENGTH) + "}");

    /** A new secret, with 256 bits from this source. */
    public String create(UUID owner, SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        byte[] id = ByteBuffer.allocate(16)
                .putLong(owner.getMostSignificantBits())
                .putLong(owner.getLeastSignificantBits())
                .array();
        String body = prefix
                + base62(new BigInteger(1, id), OWNER_LENGTH)
                + "_"
                + base62(new BigInteger(1, bytes), RANDOM_LENGTH);
        return body + checksum(body);
    }

    /** Whose a secret says it is; empty when it has a typing error or is something else altogether. */
    public Optional<UUID> owner(String text) {
        if (!text.startsWith(prefix)) {
            return Optional.empty();
        }
        Matcher form = AFTER_PREFIX.matcher(text).region(prefix.length(), text.length());
        if (!form.matches()) {
            return Optional.empty();
        }
        int end = text.length() - CHECKSUM_LENGTH;
        BigInteger id = number(form.group(1));
        if (id.bitLength() > 128 || !checksum(text.substring(0, end)).equals(text.substring(end))) {
            return Optional.empty();
        }
        return Optional.of(new UUID(id.shiftRight(64).longValue(), id.longValue()));
    }

    /** What may be shown of it for ever: the prefix and the last four characters. */
    public String hint(String text) {
        return prefix + "…" + text.substring(text.length() - 4);
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
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
}
