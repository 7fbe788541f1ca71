package dev.rollcall.command.user;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import java.text.Normalizer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Argon2id, with 19 MiB and two passes at least. Only so many at once, so that a flood of sign-ins cannot take all memory. */
final class Hashing {

    private final PasswordEncoder argon2;
    private final Semaphore places;
    private final Duration longestWait;
    private final String nobodys;

    /**
     * @param memory of one hash, in KiB
     * @param passes over that memory
     * @param atOnce how many hashes are computed at the same time; at least 1
     */
    Hashing(int memory, int passes, int atOnce, Duration longestWait) {
        this(new Argon2PasswordEncoder(16, 32, 1, memory, passes), atOnce, longestWait);
    }

    Hashing(PasswordEncoder argon2, int atOnce, Duration longestWait) {
        this.argon2 = argon2;
        this.places = new Semaphore(atOnce, true);
        this.longestWait = longestWait;
        this.nobodys = hash("a password that nobody has");
    }

    /** Refuses ({@code busy}) when too many others are at it. */
    String hash(String clear) {
        return inTurn(() -> argon2.encode(normalised(clear)));
    }

    /** Refuses ({@code busy}) when too many others are at it. */
    boolean matches(String clear, String hash) {
        return inTurn(() -> argon2.matches(normalised(clear), hash));
    }

    /** Whether a hash was made with less memory or fewer passes than hashes are made with now. */
    boolean outdated(String hash) {
        return argon2.upgradeEncoding(hash);
    }

    /** Takes as long as a comparison does, so that nobody can tell by the time whether there is such a user. */
    void pretend(String clear) {
        matches(clear, nobodys);
    }

    /** One form however the keyboard composes an accented letter. */
    static String normalised(String clear) {
        return Normalizer.normalize(clear, Normalizer.Form.NFC);
    }

    private <T> T inTurn(Supplier<T> computation) {
        try {
            if (!places.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Rejected(Rejection.BUSY);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Rejected(Rejection.BUSY);
        }
        try {
            return computation.get();
        } finally {
            places.release();
        }
    }
}
