package dev.rollcall.command.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.user.PasswordId;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Passwords that were right a moment ago, so that a script that sends one with every request is not slowed down by every
 * one. Kept as HMACs under a key that no other process has and that is gone with this one. Whether the password is still the
 * user's, and whether the user may sign in, is for whoever asks to look up.
 */
final class RememberedPasswords {

    /** How long a password is remembered after it was verified. */
    static final Duration SPAN = Duration.ofMinutes(5);

    private static final int MOST = 10_000;

    private final InstallationKey key = InstallationKey.random();
    private final Cache<PasswordId, byte[]> remembered;

    RememberedPasswords(Ticker ticker) {
        this.remembered = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(SPAN)
                .ticker(ticker)
                .build();
    }

    void remember(PasswordId password, String clear) {
        remembered.put(password, digest(clear));
    }

    boolean right(PasswordId password, String clear) {
        byte[] digest = remembered.getIfPresent(password);
        return digest != null && MessageDigest.isEqual(digest, digest(clear));
    }

    private byte[] digest(String clear) {
        return HexFormat.of().parseHex(key.hmac("remembered password", Hashing.normalised(clear)));
    }
}
