package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

class HashingTest {

    /** The same algorithm at next to no cost, for stories that hash a lot. */
    static Hashing quick() {
        return new Hashing(new Argon2PasswordEncoder(16, 32, 1, 64, 1), 8, Duration.ofSeconds(3));
    }

    @Test
    void a_hash_costs_nineteen_mebibytes_and_two_passes_and_has_a_salt_of_its_own() {
        Hashing hashing = new Hashing(19_456, 2, 2, Duration.ofSeconds(3));

        String hash = hashing.hash("Open.Sesame.1");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(hashing.hash("Open.Sesame.1"));
        assertThat(hashing.matches("Open.Sesame.1", hash)).isTrue();
        assertThat(hashing.matches("Open.Sesame.2", hash)).isFalse();
    }

    @Test
    void a_long_password_is_compared_to_its_end() {
        Hashing hashing = quick();
        String hash = hashing.hash("x".repeat(127) + "1");

        assertThat(hashing.matches("x".repeat(127) + "2", hash)).isFalse();
    }

    @Test
    void pretending_costs_a_comparison() {
        Counting counting = new Counting();
        Hashing hashing = new Hashing(counting, 1, Duration.ofSeconds(3));

        hashing.pretend("Open.Sesame.1");

        assertThat(counting.comparisons).isEqualTo(1);
    }

    @Test
    void one_too_many_at_once_waits_and_is_then_refused() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Counting slow = new Counting() {
            @Override
            public boolean matches(CharSequence clear, String hash) {
                if (clear.toString().equals("slow")) {
                    begun.countDown();
                    await(end);
                }
                return true;
            }
        };
        Hashing hashing = new Hashing(slow, 1, Duration.ofMillis(50));
        Thread first = new Thread(() -> hashing.matches("slow", ""));
        first.start();
        begun.await();

        assertThatThrownBy(() -> hashing.matches("quick", ""))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> assertThat(refused.refusal().rejection()).isEqualTo(Rejection.BUSY));

        end.countDown();
        first.join();
        assertThat(hashing.matches("quick", "")).as("the place is free again").isTrue();
    }

    @Test
    void a_failure_frees_the_place() {
        Counting failing = new Counting() {
            @Override
            public boolean matches(CharSequence clear, String hash) {
                throw new IllegalStateException("broken");
            }
        };
        Hashing hashing = new Hashing(failing, 1, Duration.ofMillis(50));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> hashing.matches("x", "")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void who_is_stopped_while_waiting_is_refused_and_stays_stopped() throws Exception {
        Hashing hashing = quick();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicBoolean stillStopped = new AtomicBoolean();
        Thread waiting = new Thread(() -> {
            Thread.currentThread().interrupt();
            try {
                hashing.hash("x");
            } catch (Rejected refused) {
                failure.set(refused);
            }
            stillStopped.set(Thread.currentThread().isInterrupted());
        });
        waiting.start();
        waiting.join();

        assertThat(failure.get()).isInstanceOf(Rejected.class);
        assertThat(stillStopped).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static class Counting implements PasswordEncoder {
        private int comparisons;

        @Override
        public String encode(CharSequence clear) {
            return "hash";
        }

        @Override
        public boolean matches(CharSequence clear, String hash) {
            comparisons++;
            return false;
        }
    }
}
